"""SQLite: the file is opened read-only, and a progress handler keeps the time limit."""

import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from clausecheck.connectors.sql.limits import STATEMENTS_KEPT, Deadline
from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System

ERRORS = (sqlite3.Error,)
_STEPS = 10_000
_READ = "give the auditing user read access to the file and its folder"
_TROUBLES = {
    "SQLITE_INTERRUPT": ("did not finish a statement within {limit}", "raise the system's time_limit"),
    "SQLITE_CANTOPEN": ("has no database file there that could be opened", _READ),
    "SQLITE_PERM": ("may not be read by this user", _READ),
    "SQLITE_AUTH": ("may not be read by this user", _READ),
    "SQLITE_NOTADB": ("is not an SQLite database", "name the database file in the system's url"),
    "SQLITE_CORRUPT": ("is damaged", "run an integrity check and restore the file"),
    "SQLITE_BUSY": ("stayed locked by another process", "audit again, or audit a copy"),
    "SQLITE_LOCKED": ("stayed locked by another process", "audit again, or audit a copy"),
    "SQLITE_READONLY": ("would have had to be changed to be read", "checkpoint its write-ahead log, or audit a copy"),
}

# The rest is one error to SQLite; its words are looked at here and not repeated.
_WORDS = {
    "no such table": ("has no such table or view", "correct the dataset's table"),
    "no such column": ("has no such column", "correct the dataset's column roles"),
}


class _Bounded(sqlite3.Connection):
    deadline: Deadline


def made(url: URL, system: System) -> Engine:
    """An engine on the file; a path that is not absolute is looked for below the system's folder."""
    if not url.database or url.database == ":memory:":
        raise CannotVerify(f"{system.name} is a database in memory: nobody else can read it")
    uri = Path(system.folder, url.database).absolute().as_uri() + "?mode=ro"
    creator = partial(_opened, uri, system.time_limit)
    engine = create_engine(
        "sqlite://", creator=creator, poolclass=QueuePool, hide_parameters=True, query_cache_size=STATEMENTS_KEPT
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _start)
    return engine


def _opened(uri: str, limit: float) -> sqlite3.Connection:
    # The driver's own transactions would open none for a SELECT, so that two statements could see two states.
    opened = sqlite3.connect(
        uri, uri=True, timeout=limit, isolation_level=None, check_same_thread=False, factory=_Bounded
    )
    opened.deadline = Deadline(limit)
    opened.set_progress_handler(opened.deadline.is_over, _STEPS)
    opened.execute("PRAGMA query_only = on")
    return opened


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _start(_: Connection, cursor: Any, *__: object) -> None:
    cursor.connection.deadline.start()


def trouble(error: BaseException) -> tuple[str, str] | None:
    """Reason and remedy by SQLite's own error name; extended names (`SQLITE_CORRUPT_VTAB`) as their primary one."""
    name = getattr(error, "sqlite_errorname", None) or ""
    words = (told for word, told in _WORDS.items() if word in str(error))
    return _TROUBLES.get("_".join(name.split("_")[:2])) or next(words, None)
