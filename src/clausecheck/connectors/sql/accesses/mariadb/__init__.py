"""Who may reach the tables of a MariaDB server: a handful of statements, however many tables and accounts."""

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from clausecheck.connectors.sql.accesses.declared import NOUN, Declared
from clausecheck.connectors.sql.accesses.mariadb import accounts, grants
from clausecheck.connectors.sql.accesses.memberships import groups_of, memberships
from clausecheck.connectors.sql.rights.mariadb import account_of
from clausecheck.errors import CannotVerify
from clausecheck.facts import Access, Population
from clausecheck.targets.model import System

_DENIED = (1142, 1143, 1044)


def accesses_of(connection: Connection, system: System, declared: Declared) -> Population[Access]:
    """Grants on the server, its databases, tables and columns, roles, anonymous accounts, and how accounts sign in.

    `CannotVerify` for MySQL, which keeps them otherwise, and for an account that may not see those of others.
    """
    if not getattr(connection.dialect, "is_mariadb", False):
        raise CannotVerify(f"{system.name} is MySQL, whose grants are not read yet")
    try:
        return _told(connection, system, declared)
    except DBAPIError as error:
        if error.orig is None or error.orig.args[0] not in _DENIED:
            raise
        raise CannotVerify(
            f"{system.name} does not show this account what others were granted",
            remedy=f"GRANT SELECT ON mysql.* TO {account_of(connection)};",
        ) from None


def _told(connection: Connection, system: System, declared: Declared) -> Population[Access]:
    every = accounts.accounts(connection)
    granted, reaching = grants.grants(connection, declared)
    reaching |= {one.name: "every database of the server" for one in every if one.rights}
    groups = groups_of(grants.pairs(connection))
    mortal = {one.name: one.names for one in every if not one.is_unlimited}
    inherited = tuple(memberships(groups, reaching, declared, mortal))
    lets_in = {name for name, belongs in groups.items() if belongs & reaching.keys()} | reaching.keys()
    present = {name for one in every for name in one.names}
    return Population(
        noun=NOUN,
        members=(
            *granted,
            *accounts.powerful(every, declared),
            *inherited,
            *accounts.credentials(every, declared, lets_in),
        ),
        warnings=declared.gone(system.name, present),
        where_to_look=grants.WHERE_TO_LOOK,
    )
