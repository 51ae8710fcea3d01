"""How the passwords of roles are kept. The hashes stay in the database: it is asked for their kind alone."""

from collections.abc import Collection

from sqlalchemy import Connection, text

from clausecheck.connectors.sql.accesses.declared import Declared
from clausecheck.connectors.sql.seeing import SEES_PASSWORDS, grant_passwords
from clausecheck.facts import Access, Unreadable
from clausecheck.targets.model import System

_MAY_SEE = text(f"SELECT {SEES_PASSWORDS}, current_user::text")
_KINDS = text(
    "SELECT rolname::text, CASE WHEN rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'scram'"
    " WHEN rolpassword LIKE 'md5%' THEN 'md5' ELSE 'other' END FROM pg_catalog.pg_authid"
    " WHERE rolcanlogin AND rolpassword IS NOT NULL ORDER BY 1"
)
_WEAK = {"scram": "", "md5": "hashed by MD5", "other": "kept otherwise than by SCRAM-SHA-256"}


def passwords(
    connection: Connection, system: System, declared: Declared, reaching: Collection[str]
) -> tuple[list[Access], tuple[Unreadable, ...]]:
    """A credential for each role with a password that reaches something. What such a role may do is judged elsewhere,
    so that a credential needs no declaration. Roles without one sign in in another way, which the rules tell.
    """
    may_see, role = connection.execute(_MAY_SEE).one()
    if not may_see:
        quoted = connection.dialect.identifier_preparer.quote(role)
        return [], (Unreadable(
            what=f"how {system.name} keeps the passwords of its roles",
            why="this role may not read pg_authid",
            remedy=grant_passwords(quoted),
        ),)  # fmt: skip
    return [
        Access(
            label=f"password of {declared.shown(name)}", kind="credential", to=declared.shown(name),
            reaches="what the role reaches", declared=True, weak_secret=_WEAK[kind],
        )
        for name, kind in connection.execute(_KINDS)
        if name in reaching
    ], ()  # fmt: skip
