"""Where a database's data lie at rest, as far as the database itself can tell: MariaDB only (rigour 30)."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sql.reading import reading
from clausecheck.connectors.sql.rights.mariadb import account_of
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population, Store, Unreadable
from clausecheck.targets.model import System

UNTOLD = "MariaDB does not tell its key's length: attest the key's size"
_AT_REST = "name the store that it lies on under at_rest: {system, resource}"
_NO_PROCESS = 1227
# A tablespace that MariaDB never encrypted has no row among the encrypted ones. Names are in the file system's own
# encoding, and hold the database before a slash; system and undo tablespaces have no slash.
_TABLESPACES = """
SELECT t.name, e.min_key_version, e.current_key_id
FROM information_schema.innodb_sys_tablespaces t
LEFT JOIN information_schema.innodb_tablespaces_encryption e ON e.space = t.space
WHERE t.name <> 'innodb_temporary' AND (t.name NOT LIKE '%/%' OR EXISTS (
  SELECT 1 FROM information_schema.schemata s
  WHERE s.schema_name NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
    AND s.schema_name = CONVERT(CONVERT(CONVERT(
      SUBSTRING_INDEX(t.name, '/', 1) USING binary) USING filename) USING utf8mb4)))
ORDER BY t.name
"""
_OTHER_TABLES = text(
    "SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
    " AND table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')"
    " AND engine NOT IN ('InnoDB', 'MEMORY', 'BLACKHOLE') ORDER BY 1, 2"
)
_LOGS = text("SELECT @@innodb_encrypt_log, @@log_bin, @@encrypt_binlog, @@aria_encrypt_tables")


def stores(system: System, context: Context) -> Population[Store]:  # noqa: ARG001 - the Protocol's
    """Every tablespace, table file and log of a MariaDB server that holds rows of the databases this role can see.

    Without the privilege PROCESS the tablespaces are unreadable. `CannotVerify` for every other database: none
    knows the disk that it lies on.
    """
    with reading(system) as connection:
        if connection.dialect.name != "mysql":
            raise CannotVerify(f"{system.name} cannot know the disk that it lies on", remedy=_AT_REST)
        if not getattr(connection.dialect, "is_mariadb", False):
            raise CannotVerify(f"{system.name} is MySQL, whose tablespaces are not read yet", remedy=_AT_REST)
        members, unreadable = _tablespaces(connection, system)
        members += _others(connection, system)
    return Population(
        noun="stores", members=tuple(members), unreadable=unreadable, where_to_look=" ".join(_TABLESPACES.split())
    )


def _tablespaces(connection: Connection, system: System) -> tuple[list[Store], tuple[Unreadable, ...]]:
    try:
        rows = connection.execute(text(_TABLESPACES)).all()
    except DBAPIError as error:
        if error.orig is None or error.orig.args[0] != _NO_PROCESS:
            raise
        denied = Unreadable(
            what=f"tablespaces of {system.name}",
            why="this account lacks the privilege PROCESS",
            remedy=f"GRANT PROCESS ON *.* TO {account_of(connection)}",
        )
        return [], (denied,)
    return [_store(system, "tablespace", name, bool(version), f"key {key}" if version else "")
            for name, version, key in rows], ()  # fmt: skip


def _others(connection: Connection, system: System) -> list[Store]:
    redo, keeps_binary_log, binary, aria = map(bool, connection.execute(_LOGS).one())
    found = [_store(system, "log", "redo log", redo)]
    found += [_store(system, "log", "binary log", binary)] if keeps_binary_log else []
    for schema, table, engine in connection.execute(_OTHER_TABLES):
        encrypted = aria and engine == "Aria"
        found.append(_store(system, f"{engine} table", f"{schema}.{table}", encrypted))
    return found


def _store(system: System, kind: str, name: str, encrypted: bool, key: str = "") -> Store:
    return Store(
        label=f"{kind} {name}",
        kind=kind,
        name=name,
        region=system.region,
        encrypted=encrypted,
        algorithm=None,
        key=key,
        untold=UNTOLD if encrypted else "",
    )
