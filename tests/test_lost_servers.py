"""A database that refuses, or ends in the middle of a run, costs only the findings that needed it (rigour 40)."""

import os
import signal
import subprocess
import time

import pytest
import sqlalchemy as sa

from fixtures.worlds.servers import Missing, Server, mariadb, postgresql, running
from tests.project import AS_OF, COMMAND, KEPT, TARGET, Project

SERVERS = {
    "postgresql": (
        postgresql,
        signal.SIGQUIT,
        [
            "CREATE TABLE quick AS SELECT 1 AS id, TIMESTAMPTZ '2025-11-01T00:00:00Z' AS created_at",
            "CREATE VIEW slow AS SELECT id, created_at + pg_sleep(60)::text::interval AS created_at FROM quick",
        ],
        "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%slow%' AND state = 'active' AND pid <> pg_backend_pid()",
    ),
    "mariadb": (
        mariadb,
        signal.SIGKILL,
        [
            "CREATE TABLE quick AS SELECT 1 AS id, TIMESTAMP '2025-11-01 00:00:00' AS created_at",
            "CREATE VIEW slow AS SELECT id, created_at + INTERVAL SLEEP(60) DAY AS created_at FROM quick",
        ],
        "SELECT 1 FROM information_schema.processlist WHERE info LIKE '%slow%' AND id <> connection_id()",
    ),
}
MAPPED = """
  - {name: net, category: network_performance_data, system: server, table: quick, key: id, recorded_at: created_at}
  - {name: logs, category: financial_records, system: server, table: slow, key: id, recorded_at: created_at}
  - {name: log, category: technical_logs, system: server, table: quick, key: id, recorded_at: created_at}
"""


def with_server(project: Project) -> None:
    system = '  server: {kind: sql, url: "${SERVER_URL}", time_limit: 30}\ndatasets:'
    project.target(TARGET.replace("datasets:", system).rstrip() + MAPPED)


@pytest.mark.parametrize("kind", SERVERS)
def test_a_server_that_ends_in_the_middle_of_a_run(project: Project, kind: str) -> None:
    start, death, made, asked = SERVERS[kind]
    with_server(project)
    project.rows([KEPT])
    try:
        with start() as server:
            process = begun(project, server, made, asked)
            os.kill(server.pid, death)
            out, err = process.communicate(timeout=60)
    except Missing as lacks:
        pytest.skip(str(lacks))
    assert process.returncode == 2, out + err
    outcomes = {clause: project.clause(clause)["findings"][0] for clause in ("6.b", "6.c", "6.d", "6.f")}
    assert {clause: finding["outcome"] for clause, finding in outcomes.items() if clause != "6.d"} == {
        "6.b": "honoured", "6.c": "honoured", "6.f": "unverified",
    }  # fmt: skip
    assert outcomes["6.f"]["remedy"]
    assert "server" in outcomes["6.f"]["message"]
    assert project.report()["run"]["complete"] is True


def begun(project: Project, server: Server, made: list[str], asked: str) -> "subprocess.Popen[str]":
    """An audit that waits for the slow table of this server."""
    server.run(made)
    command = (*COMMAND, "audit", "--target", "staging", "--as-of", AS_OF, "--clause", "6")
    process = project.started(command, more={"SERVER_URL": server.url})
    engine, until = sa.create_engine(server.url, poolclass=sa.NullPool), time.monotonic() + 60
    with engine.connect() as connection:
        while not connection.scalar(sa.text(asked)):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until
            connection.rollback()
            time.sleep(0.1)
    return process


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_refused_password_is_unverified_and_not_repeated(
    project: Project, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_server(project)
    try:
        url = sa.make_url(running(kind).url).set(username="locked", password="Hu55ars-at-Dawn")
    except Missing as lacks:
        pytest.skip(str(lacks))
    monkeypatch.setenv("SERVER_URL", url.render_as_string(hide_password=False))
    told = project.audit("--clause", "6.b", "--clause", "6.c")
    assert told.code == 2
    (finding,) = project.clause("6.b")["findings"]
    assert "server refused the sign-in" in finding["message"]
    assert "password" in finding["remedy"]
    assert project.clause("6.c")["outcome"] == "honoured"
    assert "Hu55ars" not in str(told) + str(project.report())
