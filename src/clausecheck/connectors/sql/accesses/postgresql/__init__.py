"""Who may reach the tables of a PostgreSQL database: a handful of statements, however many tables and roles."""

from dataclasses import replace

from sqlalchemy import Connection

from clausecheck.connectors.sql.accesses.declared import NOUN, Declared
from clausecheck.connectors.sql.accesses.memberships import groups_of, memberships
from clausecheck.connectors.sql.accesses.postgresql import grants, passwords, roles, rules
from clausecheck.facts import Access, Population
from clausecheck.targets.model import System


def accesses_of(connection: Connection, system: System, declared: Declared) -> Population[Access]:
    """Owners, grants, default privileges, roles that may do everything, members of all of these, and sign-ins.

    Rights on large objects are not read. Other databases of the server are systems of their own.
    """
    declared = replace(declared, reserved="pg_")
    every = roles.roles(connection)
    granted, reaching = grants.grants(connection, declared)
    reaching |= {one.name: one.reaches for one in every if one.reaches} | roles.PREDEFINED
    groups = groups_of(roles.pairs(connection, every))
    mortal = {one.name: (one.name,) for one in every if not (one.is_superuser or one.name.startswith("pg_"))}
    inherited = tuple(memberships(groups, reaching, declared, mortal))
    lets_in = {name for name, belongs in groups.items() if belongs & reaching.keys()} | reaching.keys()
    secrets, hidden = passwords.passwords(connection, system, declared, lets_in)
    doors, unread, warnings = rules.rules(connection, system, lets_in)
    return Population(
        noun=NOUN,
        members=(*granted, *roles.powerful(every, declared), *inherited, *secrets, *doors),
        unreadable=(*hidden, *unread),
        warnings=(*declared.gone(system.name, {one.name for one in every}), *warnings),
        where_to_look=grants.WHERE_TO_LOOK,
    )
