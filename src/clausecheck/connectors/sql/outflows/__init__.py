"""On which ways data leave a database server by its own means (clauses 3 and 7).

Publications, replication, archives of the write-ahead log, foreign servers and tables: whatever carries rows away
without anybody asking. A subscription brings data in, and is none. Databases in files have nothing of the kind, and
are not asked (`all_connectors.tells`). Where a database stands it does not know: that is what the target says.
"""

from collections.abc import Callable

from sqlalchemy import Connection

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sql.outflows import mariadb, postgresql
from clausecheck.connectors.sql.outflows.ways import Way, outflow
from clausecheck.connectors.sql.reading import reading
from clausecheck.facts import Outflow, Population, Unreadable
from clausecheck.targets.model import System

_WAYS: dict[str, Callable[[Connection, System], tuple[list[Way], tuple[Unreadable, ...]]]] = {
    "postgresql": postgresql.ways,
    "mysql": mariadb.ways,
}
_UNTOLD = "the target does not say in which region it stands"


def outflows(system: System, context: Context) -> Population[Outflow]:  # noqa: ARG001 - the Protocol's
    """The region in which the database stands, and every way on which its data leave.

    A way is declared where `recipients` names whom it leads to, or itself.
    """
    with reading(system) as connection:
        ways, unreadable = _WAYS[connection.dialect.name](connection, system)
    place = Outflow(
        label=f"database {system.name}",
        kind="region in use",
        declared=True if system.region else None,
        region=system.region,
        untold="" if system.region else _UNTOLD,
    )
    return Population(
        noun="ways of data",
        members=(place, *(outflow(way, system) for way in ways)),
        unreadable=unreadable,
    )
