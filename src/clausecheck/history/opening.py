"""Opens a history: SQLite in a file or PostgreSQL, made where there is none, brought up to this version where old."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, inspect, make_url, text

from clausecheck.errors import CommandError
from clausecheck.history.tables import VERSION, metadata
from clausecheck.redaction import kind_of

PATIENCE = 30
"""Seconds that a run waits for another one to finish writing. A transaction here takes milliseconds."""

_LOCK = 7_105_911_532
"""A number that nobody else locks in PostgreSQL: one opening at a time makes or changes the tables."""
_VERSIONS = "alembic_version"
_HELP = {
    "is not a database": "it is no SQLite database, or is damaged; move it away, and a new one is begun",
    "malformed": "it is damaged; restore it from a backup, or move it away, and a new one is begun",
    "unable to open": "it cannot be opened; correct its path or its rights",
    "readonly": "it cannot be written; correct its rights, or name another place by CLAUSECHECK_HISTORY",
    "disk is full": "the disk is full",
    "disk I/O": "the disk refused; look after it",
    "locked": f"somebody else has been writing to it for {PATIENCE} s; audit again when they have ended",
}
"""Words of SQLite, looked at here and never repeated, and what they are told as."""
_UNWRITABLE = ("unable to open", "readonly", "disk is full")


class CannotRemember(CommandError):
    """The history cannot be read or written: a sentence that says which, why, and what would help.

    `cannot_be_written` is true where its disk or its folder takes nothing.
    """

    def __init__(self, problem: str, *, cannot_be_written: bool = False) -> None:
        self.cannot_be_written = cannot_be_written
        super().__init__(problem)


@contextmanager
def telling(shown: str) -> Iterator[None]:
    """Within it, whatever the database raises becomes `CannotRemember` about the history `shown`."""
    try:
        yield
    except (exc.SQLAlchemyError, OSError, ValueError) as error:
        unwritable = isinstance(error, OSError) or any(word in _words(error) for word in _UNWRITABLE)
        raise CannotRemember(f"the history {shown}: {_reason(error)}", cannot_be_written=unwritable) from None


def _reason(error: Exception) -> str:
    if isinstance(error, exc.NoSuchModuleError | exc.ArgumentError):
        return "is neither an address such as postgresql://… or sqlite:///… nor the path of a file"
    if isinstance(error, OSError):
        return error.strerror or kind_of(error)
    told = next((help_ for word, help_ in _HELP.items() if word in _words(error)), "")
    return told or f"the database answered with an error ({kind_of(error)}); see docs/history.md"


def _words(error: Exception) -> str:
    return str(getattr(error, "orig", None) or "")


def url_of(place: str, root: Path) -> URL:
    """The address of a history: a URL of SQLite or PostgreSQL, or the path of a file, relative ones below `root`."""
    url = make_url(place) if "://" in place else URL.create("sqlite", database=place)
    name = url.get_backend_name()
    if name == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if name != "sqlite":
        raise CannotRemember(f"a history is kept in SQLite or PostgreSQL, not in {name}")
    if not url.database or url.database == ":memory:":
        raise CannotRemember("the history names no file; write sqlite:///folder/history.sqlite")
    return url.set(database=str(root / url.database))


def shown(url: URL) -> str:
    """The history's name for people: never a user or a password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else f"{url.host or 'local'}/{url.database}"


def opened(url: URL, *, making: bool = True) -> Engine:
    """An engine on a history of this version. `making` is false for those who only read: they make no file.

    `CannotRemember` where it cannot be opened, is none, or was written by a newer version.
    """
    with telling(shown(url)):
        if url.get_backend_name() == "sqlite":
            _file(Path(str(url.database)), making=making)
        engine = _engine(url)
        with engine.connect() as connection:
            version = _version(connection)
        if version != VERSION:
            with writing(engine) as connection:
                _renew(connection, shown(url))
    return engine


def _file(path: Path, *, making: bool) -> None:
    """Its folder; a folder that is made for it keeps itself out of git."""
    if not making and not path.exists():
        raise CannotRemember(f"there is no history at {path} yet: an audit begins one")
    if not path.parent.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / ".gitignore").write_text("*\n", encoding="utf-8")


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        try:
            return create_engine(url, connect_args={"connect_timeout": PATIENCE}, pool_pre_ping=True)
        except ImportError:
            raise CannotRemember("PostgreSQL needs the extra postgres: pip install 'clausecheck[postgres]'") from None
    engine = create_engine(url, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _by_hand)
    event.listen(engine, "begin", _begin)
    return engine


def _by_hand(connection: Any, _record: Any) -> None:
    """Python's driver begins transactions late and ends them early; SQLAlchemy begins them here instead."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    # A transaction that means to write says so first: one that changes its mind halfway may meet another such.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that writes, and that waits for others that do."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def _version(connection: Connection) -> str:
    """The revision of the tables, "" where there are none yet."""
    if not inspect(connection).has_table(_VERSIONS):
        return ""
    return str(connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar() or "")  # noqa: S608 - a constant


def _renew(connection: Connection, name: str) -> None:
    """Make the tables, or bring old ones up to this version, in one transaction; another process may have meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    version = _version(connection)
    if version == VERSION:
        return
    if not version:
        _make(connection, name)
    elif not re.fullmatch(r"\d{4}", version) or version > VERSION:
        raise CannotRemember(
            f"the history {name}: a newer clausecheck wrote it (version {version}, this one reads {VERSION}); "
            "update clausecheck. Nothing was changed"
        )
    else:
        migrated(connection)


def _make(connection: Connection, name: str) -> None:
    """All tables at once: alembic would come to the same, and take longer to load than an audit may."""
    if inspect(connection).has_table("runs"):
        raise CannotRemember(f"the history {name}: it is a database of something else, which has a table runs already")
    metadata.create_all(connection)
    connection.execute(text(f"CREATE TABLE {_VERSIONS} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text(f"INSERT INTO {_VERSIONS} VALUES (:version)"), {"version": VERSION})  # noqa: S608 - a constant


def migrated(connection: Connection, to: str = VERSION) -> None:
    """Bring the tables up to a revision by alembic, within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
