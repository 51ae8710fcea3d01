"""What a MariaDB or MySQL account may do."""

import re

from sqlalchemy import Connection, text

from clausecheck.connectors.sql.databases import url_of
from clausecheck.connectors.sql.rights.words import OWN_ROLE, Rights, counted
from clausecheck.targets.model import System

_TABLES = text(
    "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema NOT IN"
    " ('mysql', 'information_schema', 'performance_schema', 'sys')"
)
_GRANTED = re.compile(r"GRANT (?P<what>.*?) ON ")
_EVERYWHERE = re.compile(r"GRANT (?P<what>.*?) ON \*\.\*")
_GRANTS_SEEN = re.compile(r"GRANT (?P<what>[^(]*?) ON (?:\*|`mysql`)\.\*")
_WRITES = re.compile(
    r"\b(ALL PRIVILEGES|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|INDEX|TRIGGER|EVENT|EXECUTE|FILE|SUPER|GRANT OPTION)\b"
)


def account_of(connection: Connection) -> str:
    """The MariaDB account of this connection, as a GRANT names it."""
    user, _, host = connection.execute(text("SELECT CURRENT_USER()")).scalar_one().rpartition("@")
    return "@".join("'" + part.replace("'", "''") + "'" for part in (user, host))


def _granted(connection: Connection) -> list[str]:
    granted = [match["what"] for line in connection.scalars(text("SHOW GRANTS")) if (match := _GRANTED.match(line))]
    # A column list in a grant may hold a column that is called like a privilege.
    return [re.sub(r"\(.*?\)", "", what) for what in granted]


def sees_processes(connection: Connection) -> bool:
    """Whether this account may see what the whole server does: rights on one database do not tell that."""
    everywhere = (_EVERYWHERE.match(line) for line in connection.scalars(text("SHOW GRANTS")))
    return any("PROCESS" in match["what"] or "ALL PRIVILEGES" in match["what"] for match in everywhere if match)


def sees_all_grants(connection: Connection) -> bool:
    """Whether this account may see what others were granted."""
    lines = (_GRANTS_SEEN.match(line) for line in connection.scalars(text("SHOW GRANTS")))
    return any("SELECT" in match["what"] or "ALL PRIVILEGES" in match["what"] for match in lines if match)


def rights_of(connection: Connection, system: System) -> Rights:
    """The tables it sees, which are those it has some right on; whether it may write, or see how data lie at rest."""
    account, tables = account_of(connection), connection.execute(_TABLES).scalar_one()
    privileges, is_server_wide = _granted(connection), sees_processes(connection)
    database = url_of(system).database or "*"
    quoted = connection.dialect.identifier_preparer.quote(database) if database != "*" else "*"
    missing = [] if is_server_wide else ["PROCESS, to see whether tablespaces are encrypted"]
    grants = [] if is_server_wide else [f"GRANT PROCESS ON *.* TO {account};"]
    if not tables:
        missing.append("SELECT: no table or view is visible")
        grants.append(f"GRANT SELECT ON {quoted}.* TO {account};")
    writes = any(_WRITES.search(what) for what in privileges)
    version = ".".join(map(str, connection.dialect.server_version_info or ()))
    return Rights(
        identity=f"{account}, database {database}, "
        f"{'MariaDB' if getattr(connection.dialect, 'is_mariadb', False) else 'MySQL'} {version}",
        can=counted(tables, tables),
        missing=tuple(missing),
        grants=tuple(grants),
        warnings=(f"{account} can write; {OWN_ROLE}",) if writes else (),
    )
