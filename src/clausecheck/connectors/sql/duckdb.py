"""DuckDB, over its own file or over Parquet, CSV and JSON files as views; nothing beyond those files is opened."""

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakSet

import duckdb
from duckdb_sqlalchemy import ConnectionWrapper
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from clausecheck.connectors.protocol import Missing
from clausecheck.connectors.sql.files import View, views_of
from clausecheck.connectors.sql.limits import STATEMENTS_KEPT, Watch
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

ERRORS = (duckdb.Error,)
_CORRECT = "correct the system's files"
_CLOSED = {
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_TROUBLES: tuple[tuple[type[Exception], str, str], ...] = (
    (duckdb.InterruptException, "did not finish a statement within {limit}", "raise the system's time_limit"),
    (duckdb.CatalogException, "has no such table or view", "correct the dataset's table"),
    (duckdb.BinderException, "has no such column", "correct the dataset's column roles"),
    (duckdb.PermissionException, "may not open a file that the system does not name", "name it under files"),
    (duckdb.ConversionException, "holds a value that does not fit its column's type", "repair the file, or its types"),
    (duckdb.InvalidInputException, "holds a file that cannot be read as what its name says", "repair the file"),
    (duckdb.OutOfMemoryException, "ran out of memory", "audit on a larger machine, or split the files"),
    (duckdb.HTTPException, "may not use the network", "copy the files here first"),
    (duckdb.IOException, "could not open a file", "see that the file exists, is readable, and is not being written"),
)


@cache
def _spill() -> str:
    """The folder for rows that do not fit into memory: only this user can read it, and it goes with the process."""
    folder = tempfile.mkdtemp(prefix="clausecheck-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class _Bounded(ConnectionWrapper):
    """A connection of the dialect with a watch: DuckDB has no statement time limit of its own."""

    def __init__(self, opened: duckdb.DuckDBPyConnection, limit: float) -> None:
        super().__init__(opened)
        self._cursor = opened
        self.watch = Watch(limit, self.interrupt)

    def interrupt(self) -> None:
        """End the statement that runs, if one does."""
        with suppress(duckdb.ConnectionException):  # closed meanwhile
            self._cursor.interrupt()


class Root:
    """The database instance that every connection of an engine shares, opened when the first one is asked for."""

    def __init__(self, database: str, views: Mapping[str, View], limit: float) -> None:
        self._database, self._views, self._limit = database, views, limit
        self._opened: duckdb.DuckDBPyConnection | None = None
        self._lock = Lock()
        self._connections: WeakSet[_Bounded] = WeakSet()
        self.missing: dict[str, Missing] = {}

    def connection(self) -> _Bounded:
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            connection = _Bounded(self._opened.cursor(), self._limit)
            self._connections.add(connection)
            return connection

    def _open(self) -> duckdb.DuckDBPyConnection:
        paths = [path for view in self._views.values() for path in view.paths]
        config: dict[str, Any] = {**_CLOSED, "temp_directory": _spill()}
        opened = duckdb.connect(self._database, read_only=not self._views, config=config)
        if opened.execute("SELECT current_setting('lock_configuration')").fetchone() == (True,):
            return opened  # two systems on one file share one instance, which is set up already
        opened.execute("SET GLOBAL TimeZone = 'UTC'")
        opened.execute("SET allowed_paths = ?", [paths])
        opened.execute("SET enable_external_access = false")
        for name, view in self._views.items():
            self._create(opened, name, view)
        opened.execute("SET lock_configuration = true")
        return opened

    def _create(self, opened: duckdb.DuckDBPyConnection, name: str, view: View) -> None:
        if not view.paths:
            self.missing[name] = Missing(why="no file matches its pattern", remedy=_CORRECT)
            return
        try:
            view.of(opened).create_view(name)
        except duckdb.Error as error:
            # One bad file costs its own view only; whoever asks for the view is told.
            why = f"its files cannot be read as {view.format} ({kind_of(error)})"
            self.missing[name] = Missing(why=why, remedy=_CORRECT)

    def close(self) -> None:
        for connection in list(self._connections):
            connection.interrupt()  # closing the instance waits for its cursors, and so for what they run
        if self._opened is not None:
            self._opened.close()
            self._opened = None


def made(url: URL, system: System) -> Engine:
    """An engine whose connections are cursors of one database instance.

    A database file is opened read-only. With `files`, the database is in memory and holds one view a name.
    """
    views = views_of(system)
    in_memory = not url.database or url.database.startswith(":memory:")
    if in_memory and not views:
        raise CannotVerify(f"{system.name} is a database in memory without files", remedy="name them under files")
    database = ":memory:" if views else str(Path(system.folder, str(url.database)).absolute())
    return engine_of(Root(database, views, system.time_limit))


def engine_of(root: Root) -> Engine:
    """An engine whose connections are cursors of this instance."""
    engine = create_engine(
        "duckdb://",
        creator=root.connection,
        poolclass=QueuePool,
        hide_parameters=True,
        query_cache_size=STATEMENTS_KEPT,
    )
    event.listen(engine, "connect", lambda opened, record: record.info.update(missing=root.missing))
    event.listen(engine, "before_cursor_execute", lambda connection, *_: _watch(connection).start())
    event.listen(engine, "rollback", lambda connection: _watch(connection).end())
    event.listen(engine, "engine_disposed", lambda engine: root.close())
    return engine


def _watch(connection: Connection) -> Watch:
    bounded: Any = connection.connection.dbapi_connection
    watch: Watch = bounded.watch
    return watch


def trouble(error: BaseException) -> tuple[str, str] | None:
    """Reason and remedy by the class of DuckDB's exception."""
    return next(((reason, remedy) for kind, reason, remedy in _TROUBLES if isinstance(error, kind)), None)
