"""An interrupted audit ends at once, with 130 and a report that says it is incomplete (rigour 40)."""

import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from threading import Event, Thread
from typing import Any

import pytest

from tests.project import AS_OF, COMMAND, KEPT, PYTEST, TARGET, Project

SLOW = """
  slow: {kind: sql, url: "postgresql://u@127.0.0.1:PORT/d", time_limit: 60}
"""
MAPPED = """
  - {name: logs, category: network_performance_data, system: slow, table: logs, key: id, recorded_at: created_at}
"""
ARGUMENTS = ("--target", "staging", "--as-of", AS_OF, "--clause", "6.b", "--clause", "6.c")
PROMPTLY = 8.0
"""Seconds, on a busy machine, of a system whose time limit is a minute."""


@contextmanager
def silent_server() -> Iterator[tuple[int, Event, list[socket.socket]]]:
    """A port that accepts and never answers, the event that somebody has connected, and who did."""
    connected, accepted = Event(), list[socket.socket]()

    def accept(server: socket.socket) -> None:
        while True:
            try:
                accepted.append(server.accept()[0])
            except OSError:
                return
            connected.set()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=accept, args=(server,), daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1], connected, accepted
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)
            for one in accepted:
                one.close()


def mapped(project: Project, port: int) -> None:
    project.target(
        TARGET.replace("datasets:", SLOW.replace("PORT", str(port)).strip("\n") + "\ndatasets:") + MAPPED.lstrip("\n")
    )


def interrupted(process: Popen[str]) -> tuple[int, float, str]:
    """Exit code, seconds and output of a process after an interruption."""
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    try:
        out, err = process.communicate(timeout=60)
    except TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    return process.returncode, time.monotonic() - started, out + err


@pytest.mark.parametrize("command", [(*COMMAND, "audit"), PYTEST], ids=["command", "pytest"])
def test_an_interruption_ends_at_once_and_leaves_a_report(project: Project, command: tuple[str, ...]) -> None:
    with silent_server() as (port, connected, _):
        mapped(project, port)
        process = project.started(command, *ARGUMENTS)
        assert connected.wait(60), "it never read the slow system"
        time.sleep(1.0)  # the other system is read meanwhile
        code, seconds, said = interrupted(process)
    assert code == 130, said
    assert seconds < PROMPTLY
    assert "Incomplete" in said
    run = project.report()["run"]
    assert run["complete"] is False
    (finding,) = project.clause("6.b")["findings"]
    assert finding["outcome"] == "unverified"
    assert "not examined" in finding["message"]


@pytest.mark.parametrize("command", [(*COMMAND, "audit"), PYTEST], ids=["command", "pytest"])
def test_an_interruption_while_the_world_is_built_is_130(project: Project, command: tuple[str, ...]) -> None:
    world = project.folder / "own_worlds" / "slow"
    world.mkdir(parents=True)
    (world / "__init__.py").write_text(
        "import time\nfrom pathlib import Path\nPath('building').touch()\ntime.sleep(60)\n"
    )
    project.target(TARGET.replace("environment: staging", "environment: demo\nworld: own_worlds/slow"))
    process = project.started(command, *ARGUMENTS)
    wait_for((project.folder / "building").exists)
    code, seconds, said = interrupted(process)
    assert code == 130, said
    assert seconds < PROMPTLY
    assert "report" not in project.files()


@pytest.mark.parametrize("url", ["sqlite:///crm.db", "duckdb:///lake.duckdb"])
def test_a_statement_that_runs_does_not_hold_up_the_end(project: Project, url: str) -> None:
    slow_view(project, url)
    file = url.rpartition("/")[2]
    project.target(
        TARGET.replace("sqlite:///crm.db", url)
        .replace("time_limit: 5", "time_limit: 60")
        .replace("table: communications", "table: slow")
    )
    process = project.started((*COMMAND, "audit"), "--target", "staging", "--clause", "6.c")
    wait_for(lambda: (project.folder / file).as_posix() in opened_by(process.pid))
    time.sleep(0.5)
    assert process.poll() is None, process.communicate()
    code, seconds, said = interrupted(process)
    assert code == 130, said
    assert seconds < PROMPTLY
    assert project.report()["run"]["complete"] is False


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until, "it never came so far"
        time.sleep(0.1)


def opened_by(pid: int) -> set[str]:
    """The files that a process has open."""
    opened = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            opened.add(link.readlink().as_posix())
    return opened


def slow_view(project: Project, url: str) -> None:
    """A view whose rows take minutes to count."""
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000)"
    statement = f"CREATE VIEW slow AS {numbers} SELECT i AS id, '{KEPT}' AS created_at FROM n"
    opened = _opened(project, url)
    opened.execute(statement)
    opened.close()


def _opened(project: Project, url: str) -> Any:
    connect: Callable[[str], Any]
    if url.startswith("duckdb"):
        connect = pytest.importorskip("duckdb", reason="pip install 'clausecheck[duckdb]'").connect
    else:
        from sqlite3 import connect
    return connect(str(project.folder / url.rpartition("/")[2]))


def test_a_silent_server_costs_its_time_limit_once_and_no_other_system(project: Project) -> None:
    with silent_server() as (port, _, accepted):
        mapped(project, port)
        project.changed("targets/staging.yaml", "time_limit: 60", "time_limit: 3")
        more = "  - {{name: {0}, category: {0}, system: slow, table: {0}, key: id, recorded_at: created_at}}\n"
        path = project.folder / "targets" / "staging.yaml"
        path.write_text(path.read_text() + more.format("technical_logs") + more.format("financial_records"))
        assert project.audit("--clause", "6").code == 2
        assert len(accepted) == 1, "one wait for each table"
    assert project.clause("6.c")["outcome"] == "honoured"
    for clause in ("6.b", "6.d", "6.f"):
        finding = project.clause(clause)["findings"][0]
        assert "slow did not answer in time" in finding["message"]
        assert finding["remedy"]
