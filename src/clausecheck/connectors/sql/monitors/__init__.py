"""What a database server records of those who use it: who signs in, and what they do (clause 4.1.e).

A database in a file has no server that could record anything: it is not asked (`all_connectors.tells`).
"""

from collections.abc import Callable

from sqlalchemy import Connection

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sql.monitors import mariadb, postgresql
from clausecheck.connectors.sql.monitors.record import Record
from clausecheck.connectors.sql.reading import reading
from clausecheck.facts import Monitor, Population
from clausecheck.targets.model import System

_RECORDS: dict[str, Callable[[Connection, Context], list[Record]]] = {
    "postgresql": postgresql.records,
    "mysql": mariadb.records,
}


def monitors(system: System, context: Context) -> Population[Monitor]:
    """The record of sign-ins and that of statements, and every exception from either, as a monitor that is off.

    Where the entries go, and how old the newest is, a server does not tell: a system of kind logs does.
    """
    with reading(system) as connection:
        found = _RECORDS[connection.dialect.name](connection, context)
    return Population(
        noun="monitors",
        members=tuple(
            Monitor(
                label=f"{one.what} in {system.name}",
                kind="audit trail",
                place=system.name,
                on=one.on,
                seen_at=context.clock,
                untold=one.untold,
            )
            for one in found
        ),
        where_to_look=found[0].where_to_look if found else "",
    )
