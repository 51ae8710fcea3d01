"""What this process may do to files that are read without a server."""

import os
from pathlib import Path

from sqlalchemy import Connection, inspect

from clausecheck.connectors.protocol import Missing
from clausecheck.connectors.sql.databases import url_of
from clausecheck.connectors.sql.files import views_of
from clausecheck.connectors.sql.rights.words import Rights, counted
from clausecheck.targets.model import System


def rights_of(connection: Connection, system: System) -> Rights:
    """SQLite and DuckDB know no roles: whoever may open the files may read them all."""
    views = views_of(system) if connection.dialect.name == "duckdb" else {}
    paths = [path for view in views.values() for path in view.paths]
    if not views:
        paths = [str(Path(system.folder, str(url_of(system).database)))]
    gone: dict[str, Missing] = connection.info.get("missing", {})
    names = [*inspect(connection).get_table_names(), *inspect(connection).get_view_names()]
    writable = sum(os.access(path, os.W_OK) for path in paths)
    product = "DuckDB" if connection.dialect.name == "duckdb" else "SQLite"
    return Rights(
        identity=f"this machine's user, {product}",
        can=counted(len(names), len(names) + len(gone)),
        missing=tuple(f"{name}: {one.why}" for name, one in gone.items()),
        warnings=(f"this user could write {writable} of {len(paths)} files; the audit opens them to read only",)
        if writable
        else (),
    )
