"""What a role may do in a database: to be told before an audit, by `target check`."""

from collections.abc import Callable

from sqlalchemy import Connection

from clausecheck.connectors.sql.rights import local, mariadb, postgresql
from clausecheck.connectors.sql.rights.words import Rights
from clausecheck.targets.model import System

_RIGHTS: dict[str, Callable[[Connection, System], Rights]] = {
    "postgresql": postgresql.rights_of,
    "mysql": mariadb.rights_of,
    "sqlite": local.rights_of,
    "duckdb": local.rights_of,
}


def rights_of(connection: Connection, system: System) -> Rights:
    """What the role of this connection may read, lacks, and could write."""
    return _RIGHTS[connection.dialect.name](connection, system)


__all__ = ["Rights", "rights_of"]
