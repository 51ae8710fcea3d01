"""MariaDB and MySQL through PyMySQL: a consistent, read-only snapshot in UTC, with a time limit on both sides."""

from typing import Any

import pymysql
from sqlalchemy import URL, Connection, Engine, create_engine, event

from clausecheck.connectors.sql.databases import connect_limit
from clausecheck.connectors.sql.limits import GRACE, STATEMENTS_KEPT
from clausecheck.targets.model import System

ERRORS = (pymysql.err.Error,)
_TABLE = "grant SELECT on what the target maps; see `clausecheck target check`"
_LIMIT = ("did not finish a statement within {limit}", "raise the system's time_limit")
_SIGN_IN = ("refused the sign-in", "correct user and password in the environment, and the account's host")
_LOST = ("lost the connection, or stopped answering", "audit again when the server and the network hold")
_TROUBLES = {
    1969: _LIMIT, 3024: _LIMIT, 1317: _LIMIT,
    1045: _SIGN_IN, 1698: _SIGN_IN, 1130: _SIGN_IN, 1251: _SIGN_IN, 2059: _SIGN_IN,
    1044: ("denied this account the database", _TABLE),
    1142: ("denied access to a table", _TABLE),
    1143: ("denied access to a column", _TABLE),
    1227: ("denied a privilege", "see `clausecheck target check`"),
    1049: ("has no such database", "correct the database in the system's url"),
    1146: ("has no such table or view", "correct the dataset's table"),
    1054: ("has no such column", "correct the dataset's column roles"),
    1040: ("has no connection left", "audit when it is less busy, or raise max_connections"),
    1203: ("has no connection left for this account", "audit when it is less busy"),
    1792: ("refused to write, as it should", "report this: the audit never writes"),
    2003: ("is not reachable", "start the server, or correct host and port in the system's url"),
    2006: _LOST, 2013: _LOST, 1053: _LOST, 1927: _LOST, 2055: _LOST, 0: _LOST,
}  # fmt: skip


def made(url: URL, system: System) -> Engine:
    """An engine of the dialect `mysql`, whatever the URL says, so that one name stands for both servers."""
    limit = connect_limit(system)
    engine = create_engine(
        url.set(drivername="mysql+pymysql"),
        query_cache_size=STATEMENTS_KEPT,
        # Until the server has let us in, the shorter limit holds for each of its answers too.
        connect_args={"connect_timeout": limit, "read_timeout": limit, "write_timeout": limit, "charset": "utf8mb4"},
        pool_pre_ping=True,
        pool_timeout=limit,
        hide_parameters=True,
    )
    event.listen(engine, "connect", lambda opened, record: _bound(opened, system.time_limit))
    event.listen(engine, "begin", _begin)
    return engine


def _bound(opened: Any, limit: float) -> None:
    is_mariadb = "mariadb" in opened.get_server_info().lower()
    with opened.cursor() as cursor:
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET SESSION TRANSACTION READ ONLY")
        cursor.execute("SET time_zone = '+00:00'")
        # MariaDB counts seconds, MySQL milliseconds.
        limited = ("SET max_statement_time = %s", limit) if is_mariadb else ("SET max_execution_time = %s", limit * 1e3)
        cursor.execute(limited[0], (limited[1] if is_mariadb else round(limited[1]),))
    # The server ends a statement itself; the socket's limit is for a server that does not answer any more.
    opened._read_timeout = limit + GRACE  # noqa: SLF001 - PyMySQL lets it be set only while connecting


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")


def trouble(error: BaseException) -> tuple[str, str] | None:
    """Reason and remedy by the server's or the client's error number."""
    if isinstance(error, pymysql.err.InterfaceError):
        return _LOST
    number = error.args[0] if error.args else None
    return _TROUBLES.get(number) if isinstance(number, int) else None
