"""What accounts and roles of a MariaDB server were granted on databases, tables, columns and routines."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from clausecheck.connectors.sql.accesses.declared import EVERYBODY, Declared, everybody
from clausecheck.connectors.sql.accesses.mariadb.accounts import PUBLIC, name_of
from clausecheck.facts import Access
from clausecheck.facts.listing import AMONG, remarked

_RIGHTS = ("Select", "Insert", "Update", "Delete", "Drop", "Alter", "Execute", "Trigger", "Grant")
_ALLOWED = ", ".join(f"IF(d.{right}_priv = 'Y', '{right.upper()}', NULL)" for right in _RIGHTS)
# A database in a grant is a pattern: % and _ stand for what they stand for in LIKE. Grants outlive the database that
# they were on. Routines of their definer's rights may show anything. What was granted on columns alone stands in
# tables_priv too, with nothing for the table.
_STATEMENT = f"""
WITH seen AS (
  SELECT CONVERT(schema_name USING utf8mb3) COLLATE utf8mb3_bin AS name FROM information_schema.schemata
  WHERE schema_name NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
)
SELECT 'grant' AS kind, d.User AS user, d.Host AS host, d.Db AS place, '' AS name, '' AS part,
  CONCAT_WS(', ', {_ALLOWED}) AS allowed
FROM mysql.db d WHERE 'Y' IN ({", ".join(f"d.{right}_priv" for right in _RIGHTS)})
  AND EXISTS (SELECT 1 FROM seen WHERE seen.name LIKE d.Db)
UNION ALL
SELECT 'grant', t.User, t.Host, t.Db, t.Table_name, '', UPPER(REPLACE(t.Table_priv, ',', ', '))
FROM mysql.tables_priv t WHERE t.Table_priv <> '' AND t.Db IN (SELECT name FROM seen)
UNION ALL
SELECT 'column grant', c.User, c.Host, c.Db, c.Table_name, c.Column_name, UPPER(REPLACE(c.Column_priv, ',', ', '))
FROM mysql.columns_priv c WHERE c.Db IN (SELECT name FROM seen)
UNION ALL
SELECT 'routine', p.User, p.Host, p.Db, p.Routine_name, '', UPPER(REPLACE(p.Proc_priv, ',', ', '))
FROM mysql.procs_priv p JOIN mysql.proc r ON r.db = p.Db AND r.name = p.Routine_name AND r.type = p.Routine_type
WHERE r.security_type = 'DEFINER' AND p.Db IN (SELECT name FROM seen)
ORDER BY 1, 4, 5, 2, 3, 6
"""  # noqa: S608 - constants only
WHERE_TO_LOOK = remarked(AMONG, " ".join(_STATEMENT.split()))
_ROLES = text("SELECT User, Host, Role FROM mysql.roles_mapping")
_PROXIES = text("SELECT User, Host, Proxied_user, Proxied_host FROM mysql.proxies_priv WHERE Proxied_user <> ''")
_ROUTINE = "a routine that runs with its definer's rights may show anything: say in the inventory what it does not"


def grants(connection: Connection, declared: Declared) -> tuple[list[Access], dict[str, str]]:
    """One access for each grant; and for each account or role among them what it reaches."""
    found, reaching = [], {}
    for row in connection.execute(text(_STATEMENT.replace(":", "\\:"))):
        kind, user, host, place, name, part, allowed = map(_text, row)
        if name and {f"{place}.{name}", name} & declared.harmless:
            continue
        where = f"{declared.place(place)}.{declared.place(name) if name else '*'}"
        found.append(_access(kind, name_of(user, host), user, where, part, allowed, declared))
        if kind != "routine":
            reaching[name_of(user, host)] = "what it was granted"
    return found, reaching


def _access(kind: str, account: str, user: str, where: str, part: str, allowed: str, declared: Declared) -> Access:
    columns = f"{declared.columns(part)} of " if part else ""
    what = f"grant {allowed} on {columns}{where} to {{to}}"
    if kind == "routine" and not (declared.names and {account, user} & declared.names):
        who = EVERYBODY if account == PUBLIC else declared.shown(account, user)
        return Access(
            label=what.replace("{to}", who), kind=kind, to=who, reaches=where, declared=None,
            open_to_everybody=None if account == PUBLIC else False, untold=_ROUTINE,
        )  # fmt: skip
    if account == PUBLIC or not user:
        return everybody(kind, what.replace("{to}", PUBLIC if user else "whoever gives no name"), reaches=where)
    return declared.access(kind, what, account, user, reaches=where)


def pairs(connection: Connection) -> Iterator[tuple[str, str]]:
    """(member, role) and (account, whom it may act as), each directly."""
    for user, host, role in connection.execute(_ROLES):
        yield name_of(_text(user), _text(host)), _text(role)
    for user, host, other, other_host in connection.execute(_PROXIES):
        yield name_of(_text(user), _text(host)), name_of(_text(other), _text(other_host))


def _text(told: object) -> str:
    """The server's own tables hold bytes in places."""
    return told.decode() if isinstance(told, bytes) else str(told)
