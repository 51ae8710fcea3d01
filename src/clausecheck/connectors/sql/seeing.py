"""What an auditing role has to see beyond rows: what a server keeps of others, and whether nobody listens in."""

from collections.abc import Callable
from ipaddress import ip_address

from sqlalchemy import Connection, text

from clausecheck.connectors.sql.databases import url_of
from clausecheck.connectors.sql.rights.mariadb import account_of, sees_all_grants
from clausecheck.targets.model import System

SEES_PASSWORDS = (
    "(has_column_privilege('pg_catalog.pg_authid', 'rolname', 'SELECT')"
    " AND has_column_privilege('pg_catalog.pg_authid', 'rolcanlogin', 'SELECT')"
    " AND has_column_privilege('pg_catalog.pg_authid', 'rolpassword', 'SELECT'))"
)
SEES_RULES = (
    "(has_table_privilege('pg_catalog.pg_hba_file_rules', 'SELECT')"
    " AND has_function_privilege('pg_catalog.pg_hba_file_rules()', 'EXECUTE'))"
)
_POSTGRESQL = text(
    f"SELECT {SEES_PASSWORDS}, {SEES_RULES}, pg_has_role('pg_read_all_stats', 'USAGE'), current_user::text"
)
_ENCRYPTED = {
    "postgresql": text("SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()"),
    "mysql": text(
        "SELECT variable_value <> '' FROM information_schema.session_status WHERE variable_name = 'Ssl_cipher'"
    ),
}

Lacking = list[tuple[str, str]]
"""What is missing, in words, with the statement that grants it."""


def grant_passwords(role: str) -> str:
    return f"GRANT SELECT (rolname, rolcanlogin, rolpassword) ON pg_catalog.pg_authid TO {role};"


def grant_rules(role: str) -> str:
    return (
        f"GRANT SELECT ON pg_catalog.pg_hba_file_rules TO {role};"
        f" GRANT EXECUTE ON FUNCTION pg_catalog.pg_hba_file_rules() TO {role};"
    )


def lacking(connection: Connection) -> Lacking:
    """What the role of this connection may not see, and needs to for clauses 3, 4.2.a and 7."""
    asked = _LACKING.get(connection.dialect.name)
    return asked(connection) if asked else []


def _of_postgresql(connection: Connection) -> Lacking:
    *sees, role = connection.execute(_POSTGRESQL).one()
    quoted = connection.dialect.identifier_preparer.quote(role)
    needs = (
        ("pg_authid, to tell how passwords are kept", grant_passwords(quoted)),
        ("pg_hba_file_rules, to tell who signs in without proof", grant_rules(quoted)),
        ("pg_read_all_stats, to tell who copies the data", f"GRANT pg_read_all_stats TO {quoted};"),
    )
    return [need for need, is_seen in zip(needs, sees, strict=True) if not is_seen]


def _of_mariadb(connection: Connection) -> Lacking:
    """Without the privilege PROCESS `rights` says so already."""
    if sees_all_grants(connection):
        return []
    remedy = f"GRANT SELECT ON mysql.* TO {account_of(connection)};"
    return [("SELECT on mysql.*, to tell what others were granted", remedy)]


_LACKING: dict[str, Callable[[Connection], Lacking]] = {"postgresql": _of_postgresql, "mysql": _of_mariadb}


def overheard(connection: Connection, system: System) -> str:
    """A sentence where this very connection goes through a network in plain text, else ""."""
    asked = _ENCRYPTED.get(connection.dialect.name)
    if asked is None or _is_here(url_of(system).host) or connection.scalar(asked):
        return ""
    return "this connection is not encrypted: whoever listens in sees what the audit reads; ask for TLS in the url"


def _is_here(host: str | None) -> bool:
    try:
        return ip_address(host or "127.0.0.1").is_loopback
    except ValueError:
        return host == "localhost" or str(host).startswith("/")
