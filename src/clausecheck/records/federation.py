"""Places of several systems side by side: the columns needed, in one DuckDB file that is gone afterwards.

Only the roles that the question reads are copied, and what `where` compares. Keys and subjects become keyed hashes on
their way in, the same that `Pseudonyms.of` gives; nothing else in the file says who anybody is. The file has mode
0600, in a folder of mode 0700 that is deleted in every case. Rows travel as Arrow batches, never one by one.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
from duckdb_sqlalchemy import ConnectionWrapper
from sqlalchemy import Column, ColumnElement, Connection, MetaData, NullPool, Table, create_engine, select

from clausecheck.connectors.sql import hides_rows, reading, reflected
from clausecheck.connectors.sql.compiling import quick
from clausecheck.connectors.sql.hearing import tell
from clausecheck.connectors.sql.limits import Watch
from clausecheck.connectors.sql.trouble import telling
from clausecheck.errors import CannotVerify
from clausecheck.records.asking import Audit
from clausecheck.records.carried import Carried, batches, carried, insertion
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.moments import Zones
from clausecheck.records.relation import Relation
from clausecheck.records.side_by_side import joined, named
from clausecheck.records.together import Needed
from clausecheck.targets.model import System

_CONFIG: dict[str, Any] = {
    # One thread: two take 100 MB more, and longer, as the rows come from one place at a time. The many places of an
    # export side by side do not fit into 150 MB.
    "memory_limit": "256MB",
    "threads": 1,
    "preserve_insertion_order": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_FILE = "side-by-side.duckdb"


@contextmanager
def federated(audit: Audit, needed: Sequence[Needed]) -> Iterator[list[Relation]]:
    """Relations over one DuckDB connection, in the order of `needed`.

    `CannotVerify` where a system cannot be read in full, or the joined statement takes longer than all their time
    limits together.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="clausecheck-")))
        system = joined(f"duckdb:///{folder / _FILE}", audit, needed)
        stack.enter_context(telling(system))
        opened = stack.enter_context(_opened(folder))
        connection = stack.enter_context(_connected(opened, system))
        relations = [_brought(connection, audit, one, name) for name, one in named(needed).items()]
        stack.enter_context(Watch(system.time_limit, opened.interrupt))
        yield relations


@contextmanager
def _opened(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    opened = duckdb.connect(folder / _FILE, config={**_CONFIG, "temp_directory": str(folder)})
    try:
        (folder / _FILE).chmod(0o600)
        opened.execute("SET GLOBAL TimeZone = 'UTC'")
        yield opened
    finally:
        opened.close()


@contextmanager
def _connected(opened: duckdb.DuckDBPyConnection, system: System) -> Iterator[Connection]:
    engine = create_engine(
        "duckdb://",
        creator=lambda: ConnectionWrapper(opened.cursor()),
        poolclass=NullPool,
        query_cache_size=0,  # each statement is asked once
        hide_parameters=True,  # the key of the hashes is one
    )
    tell(quick(engine), system.name, system.heard)
    with engine.connect() as connection:
        yield connection


def _brought(connection: Connection, audit: Audit, needed: Needed, name: str) -> Relation:
    """Copy one place, and describe the copy as a relation whose roles are its columns."""
    system = audit.system(needed.place)
    with reading(system, stream=True) as source:
        table = reflected(source, needed.place.table)
        hidden = hides_rows(source, table)
        if hidden:
            raise CannotVerify(hidden, tried=f"reading {needed.place.name}", remedy="grant the role BYPASSRLS")
        zones = Zones(audit.time_zone, system.timezone)
        origin = Relation(source, table, needed.dataset, needed.place, zones, audit.pseudonyms)
        columns = carried(origin, needed.roles, audit)
        copy = _copied(connection, origin, columns, name, _enough(origin, needed))
    roles = {column.role: column.name for column in columns if column.role}
    return replace(origin, connection=connection, table=copy, place=replace(needed.place, roles=roles), hashed=True)


def _enough(origin: Relation, needed: Needed) -> ColumnElement[bool] | None:
    """Which rows have to travel, where their own system can tell."""
    among = needed.among
    if among is None or among.others.place.system != needed.place.system:
        return None
    others = replace(
        origin,
        table=reflected(origin.connection, among.others.place.table),
        dataset=among.others.dataset,
        place=among.others.place,
    )
    mine, theirs = comparable((origin, among.role), (others, among.other_role))
    return mine.in_(select(theirs).select_from(others.table).where(theirs.is_not(None)))


def _copied(
    connection: Connection,
    origin: Relation,
    columns: Sequence[Carried],
    name: str,
    enough: ColumnElement[bool] | None,
) -> Table:
    copy = Table(name, MetaData(), *(Column(column.name, column.kept) for column in columns))
    copy.create(connection)
    insert, values = insertion(copy, columns, origin.pseudonyms)
    opened: Any = connection.connection.dbapi_connection
    for batch in batches(origin, columns, enough):
        opened.register("batch", batch)
        connection.execute(insert, values)
        opened.unregister("batch")
        connection.commit()  # until then DuckDB keeps what was registered: every batch would stay in memory
    return copy
