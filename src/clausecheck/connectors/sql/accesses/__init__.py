"""Who may reach what a database holds: through grants, roles, sign-ins, or the files that it lies in (clause 4.2.a).

The target's `authorised_roles` says who may. Tables and files that its inventory declares to hold no personal data are
left out; everything else counts, mapped or not. No database tells when a role was last used, so that is no part of it.
"""

from collections.abc import Callable

from sqlalchemy import Connection

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sql.accesses import files, mariadb, postgresql
from clausecheck.connectors.sql.accesses.declared import Declared
from clausecheck.connectors.sql.databases import is_on_files
from clausecheck.connectors.sql.reading import reading
from clausecheck.facts import Access, Population
from clausecheck.targets.model import System

_SERVERS: dict[str, Callable[[Connection, System, Declared], Population[Access]]] = {
    "postgresql": postgresql.accesses_of,
    "mysql": mariadb.accesses_of,
}


def accesses(system: System, context: Context) -> Population[Access]:
    """Every way in which somebody may reach what this database, or these files, hold.

    What this role may not see of it is unreadable: the hashes of passwords and the sign-in rules of PostgreSQL, a
    file's mode. `CannotVerify` where a MariaDB account may not see the grants of others.
    """
    declared = Declared.of(system, context)
    if is_on_files(system):
        return files.accesses_of(system, declared)
    with reading(system) as connection:
        return _SERVERS[connection.dialect.name](connection, system, declared)
