import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from clausecheck.connectors.sql import mariadb, postgresql, reading, reflected
from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System
from fixtures.worlds import servers

Made = Callable[..., System]
Fresh = Callable[[str], tuple[servers.Server, servers.Database]]
SERVERS = ("postgresql", "mariadb")


def refused(system: System) -> CannotVerify:
    with pytest.raises(CannotVerify) as caught, reading(system) as connection:
        connection.exec_driver_sql("SELECT 1")
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("scheme", SERVERS)
def test_a_port_where_nobody_listens(scheme: str, system: Made) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert "is not reachable" in refused(system(f"{scheme}://reader@127.0.0.1:{port}/crm")).reason


@pytest.mark.parametrize("scheme", SERVERS)
def test_a_server_that_accepts_and_never_answers(scheme: str, system: Made) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        began = time.monotonic()
        error = refused(system(f"{scheme}://reader@127.0.0.1:{deaf.getsockname()[1]}/crm", time_limit=2))
        assert time.monotonic() - began < 8
    assert "answer" in error.reason or "not reachable" in error.reason


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize(
    ("user", "database", "reason"),
    [("locked:wrong", None, "sign-in"), ("locked", None, "sign-in"), ("nobody", None, "sign-in"), (None, "gone", "")],
)
def test_a_sign_in_that_fails(
    name: str, user: str | None, database: str | None, reason: str, fresh: Fresh, system: Made
) -> None:
    _, made = fresh(name)
    url = sa.make_url(made.owner)
    user_name, _, password = (user or "owner").partition(":")
    url = url.set(username=user_name, password=password or None, database=database or url.database)
    error = refused(system(url.render_as_string(hide_password=False)))
    assert (reason or "no such database") in error.reason
    assert "wrong" not in f"{error!r}{error.remedy}"


@pytest.mark.parametrize("name", SERVERS)
def test_a_connection_that_is_cut_in_the_middle(name: str, fresh: Fresh, system: Made) -> None:
    server, database = fresh(name)
    asked = "SELECT pg_backend_pid()" if name == "postgresql" else "SELECT CONNECTION_ID()"
    target = system(database.reader)
    with pytest.raises(CannotVerify) as caught, reading(target) as connection:  # noqa: PT012 - one story
        number = connection.exec_driver_sql(asked).scalar_one()
        server.run([f"SELECT pg_terminate_backend({number})" if name == "postgresql" else f"KILL {number}"])
        connection.exec_driver_sql("SELECT 1")
    assert "lost" in caught.value.reason or "shut down" in caught.value.reason
    with reading(target) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_that_freezes_in_the_middle(
    name: str, system: Made, stack: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "GRACE", 0.5)
    monkeypatch.setattr(mariadb, "GRACE", 0.5)
    try:
        server = stack.enter_context(servers.SERVERS[name]())
    except servers.Missing as missing:
        pytest.skip(str(missing))
    target = system(server.url, time_limit=1)
    with pytest.raises(CannotVerify, match="lost the connection") as caught, reading(target) as connection:  # noqa: PT012
        backend = server.pid
        if name == "postgresql":
            backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        began = time.monotonic()
        with frozen(backend):
            connection.exec_driver_sql("SELECT 1")
    assert time.monotonic() - began < 4
    assert caught.value.remedy


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """A process that does nothing, for at most six seconds."""
    os.kill(pid, signal.SIGSTOP)
    waker = threading.Timer(6, os.kill, (pid, signal.SIGCONT))
    waker.start()
    try:
        yield
    finally:
        waker.cancel()
        os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "no database file"), (b"not a database, but long enough" * 40, "is not an SQLite")]
)
def test_a_file_that_is_no_sqlite_database(tmp_path: Path, content: bytes | None, reason: str, system: Made) -> None:
    path = tmp_path / "crm.db"
    if content:
        path.write_bytes(content)
    with pytest.raises(CannotVerify, match=reason), reading(system(f"sqlite:///{path}")) as connection:
        reflected(connection, "tickets")
    assert path.exists() == bool(content), "reading must not create the file"


def test_a_duckdb_file_that_is_not_there(tmp_path: Path, system: Made) -> None:
    assert "could not open" in refused(system(f"duckdb:///{tmp_path}/lake.duckdb")).reason


@pytest.mark.parametrize("url", ["sqlite://", "duckdb:///:memory:"])
def test_a_database_in_memory_holds_nothing_to_read(url: str, system: Made) -> None:
    with pytest.raises(CannotVerify, match="in memory"), reading(system(url)):
        pass


def test_an_unknown_scheme_names_the_known_ones(system: Made) -> None:
    with pytest.raises(CannotVerify) as caught, reading(system("oracle://host/crm")):
        pass
    assert "postgresql" in caught.value.remedy


def test_a_url_that_is_none_is_not_repeated(system: Made) -> None:
    with pytest.raises(CannotVerify) as caught, reading(system("s3cret no url")):
        pass
    assert "s3cret" not in f"{caught.value!r}{caught.value.remedy}"


def test_relative_paths_start_at_the_systems_folder(tmp_path: Path, system: Made) -> None:
    made = sa.create_engine(f"sqlite:///{tmp_path}/crm.db")
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (id INTEGER)")
    made.dispose()
    with reading(system("sqlite:///crm.db", folder=str(tmp_path))) as connection:
        assert [column.name for column in reflected(connection, "t").columns] == ["id"]
