"""Roles that reach everything, or may let themselves into everything, and who belongs to whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from clausecheck.connectors.sql.accesses.declared import Declared
from clausecheck.facts import Access

PREDEFINED = {
    "pg_read_all_data": "every table, to read",
    "pg_write_all_data": "every table, to write",
    "pg_read_server_files": "every file of the server, to read",
    "pg_write_server_files": "every file of the server, to write",
    "pg_execute_server_program": "every program of the server",
}
_ROLES = text(
    "SELECT oid, rolname::text, rolsuper, rolcreaterole, rolreplication, rolbypassrls FROM pg_catalog.pg_roles"
    " ORDER BY rolname"
)
# Whoever owns the database belongs to a role of its own, which no list of members shows (since PostgreSQL 14).
_MEMBERS = text(
    "SELECT member, roleid FROM pg_catalog.pg_auth_members"
    " UNION ALL SELECT d.datdba, r.oid FROM pg_catalog.pg_database d"
    " JOIN pg_catalog.pg_roles r ON r.rolname = 'pg_database_owner' WHERE d.datname = current_database()"
)


@dataclass(frozen=True, kw_only=True)
class Role:
    """One role, with what it reaches by what it is; "" for most."""

    oid: int
    name: str
    kind: str
    reaches: str
    sees_every_row: bool

    @property
    def is_superuser(self) -> bool:
        return self.kind == "superuser"


def roles(connection: Connection) -> list[Role]:
    """Every role of the server."""
    return [
        Role(oid=oid, name=name, sees_every_row=every_row and not is_super, **_power(is_super, creates, replicates))
        for oid, name, is_super, creates, replicates, every_row in connection.execute(_ROLES)
    ]


def _power(is_super: bool, creates: bool, replicates: bool) -> dict[str, str]:
    """A maker of roles may make itself a member of any that is no superuser's (before PostgreSQL 16, and after of any
    that it made); who may replicate takes a copy of every database.
    """
    if is_super:
        return {"kind": "superuser", "reaches": "everything"}
    if creates:
        return {"kind": "administrator", "reaches": "every role that is no superuser's"}
    return {"kind": "replication", "reaches": "every database"} if replicates else {"kind": "", "reaches": ""}


def powerful(every: Sequence[Role], declared: Declared) -> Iterator[Access]:
    """An access for each role that reaches everything, and for each that row-level security does not hold."""
    for one in every:
        if one.kind:
            yield declared.access(one.kind, f"{one.kind} {{to}}", one.name, reaches=one.reaches, unlimited=True)
        if one.sees_every_row:
            what = "bypass of row-level security by {to}"
            yield declared.access("bypass", what, one.name, reaches="every row of the tables that it may read")


def pairs(connection: Connection, every: Sequence[Role]) -> list[tuple[str, str]]:
    """(member, role), each directly."""
    names = {one.oid: one.name for one in every}
    return [(names[member], names[role]) for member, role in connection.execute(_MEMBERS)]
