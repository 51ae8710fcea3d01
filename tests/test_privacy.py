"""No planted value appears in any output, file or process list, at any verbosity (rigour 39)."""

import csv
import logging
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from fixtures.worlds.planted import ADDRESS, CARD, EMAIL, NAME, PHONE, found_in
from tests.project import AS_OF, COMMAND, KEPT, OVERDUE, PYTEST, Project

SECRET = "Hu55ars-at-Dawn"
IBAN, TOKEN = "GB82 WEST 1234 5698 7654 32", "ghp_" + "Hu55ars" * 5
LOUDEST = ("-vv", "--tb=long", "--showlocals", "-rA", "--setup-show", "-o", "log_cli=true", "--log-level=DEBUG")
TARGET = """
target: staging
environment: staging
systems:
  crm: {kind: sql, url: "${CRM_URL}", time_limit: 5}
  lake: {kind: sql, url: "duckdb:///:memory:", files: {events: "${EVENTS}", broken: "broken.parquet"}}
  billing: {kind: sql, url: "${BILLING_URL}", time_limit: 3}
  cloud: {kind: aws, regions: [us-east-1], endpoint_url: "http://127.0.0.1:1", time_limit: 3}
datasets:
  - {name: communications, category: communication_records, system: crm, table: communications,
     key: sender, subject: sender, recorded_at: created_at, hold: hold}
  - {name: legal-holds, category: legal_holds, system: crm, table: holds,
     key: id, approver: approver, reason: reason, starts_at: starts_at, review_at: review_at}
  - {name: sends, category: marketing_sends, system: crm, table: sends,
     key: address, subject: address, channel: channel, sent_at: sent_at}
  - {name: consent, category: consent_events, system: crm, table: consent,
     key: id, subject: address, purpose: purpose, channel: channel, status: status, effective_at: at}
  - {name: users, category: application_users, system: crm, table: users,
     key: name, status: status, administrator: administrator, mfa_enrolled: mfa}
  - {name: events, category: technical_logs, system: lake, table: events, key: who, recorded_at: at}
  - {name: broken, category: network_performance_data, system: lake, table: broken, key: who, recorded_at: at}
  - {name: bills, category: financial_records, system: billing, table: bills, key: id, recorded_at: at}
"""


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that is logged, with the libraries at their most talkative: SQLAlchemy then logs rows."""
    for name in (None, "sqlalchemy.engine", "sqlalchemy.pool", "botocore"):
        caplog.set_level(logging.DEBUG, name)
    return caplog


@pytest.fixture
def planted(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Planted values as keys, subjects, dates, words, file names, database names, and in what cannot be read."""
    database = project.folder / f"{NAME}.db"
    with closing(sqlite3.connect(database)) as opened, opened:
        tables(opened)
    events = project.folder / f"{NAME}.csv"
    with events.open("w", newline="") as file:
        csv.writer(file).writerows([["who", "at"], [EMAIL, OVERDUE], [CARD, ADDRESS], [NAME, KEPT]])
    (project.folder / "broken.parquet").write_text(f"{NAME} {CARD}")
    monkeypatch.setenv("CRM_URL", f"sqlite:///{database}")
    monkeypatch.setenv("EVENTS", events.name)
    monkeypatch.setenv("BILLING_URL", f"postgresql://{EMAIL.replace('@', '%40')}:{SECRET}@127.0.0.1:1/{NAME}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA" + "0" * 16)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    project.target(TARGET)
    return project


def tables(opened: sqlite3.Connection) -> None:
    opened.executescript("""
        CREATE TABLE communications (sender TEXT, created_at TEXT, hold TEXT, note TEXT);
        CREATE TABLE holds (id TEXT, approver TEXT, reason TEXT, starts_at TEXT, review_at TEXT);
        CREATE TABLE sends (address TEXT, channel TEXT, sent_at TEXT);
        CREATE TABLE consent (id TEXT, address TEXT, purpose TEXT, channel TEXT, status TEXT, at TEXT);
        CREATE TABLE users (name TEXT, status TEXT, administrator TEXT, mfa TEXT);
    """)
    rows = {
        "communications": [
            (EMAIL, OVERDUE, NAME, CARD),
            (CARD, OVERDUE, None, f"{IBAN} {TOKEN}"),
            (IBAN, OVERDUE, TOKEN, IBAN),
            (TOKEN, IBAN, None, TOKEN),
            (NAME, ADDRESS, None, CARD),
            (PHONE, CARD, PHONE, NAME),
        ],
        "holds": [(NAME, EMAIL, ADDRESS, KEPT, OVERDUE), (PHONE, None, None, ADDRESS, CARD)],
        "sends": [(EMAIL, "email", KEPT), (NAME, ADDRESS, KEPT), (PHONE, "sms", NAME)],
        "consent": [(CARD, EMAIL, "marketing", "email", "denied", OVERDUE), (NAME, NAME, NAME, NAME, NAME, NAME)],
        "users": [(EMAIL, "active", "true", "false"), (NAME, NAME, PHONE, CARD)],
    }
    for table, values in rows.items():
        opened.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)


def leaked(text: str) -> list[str]:
    bare = text.replace(" ", "")
    return [*found_in(text), *(one for one in (SECRET, IBAN, TOKEN) if one.replace(" ", "") in bare)]


def written(project: Project) -> Iterator[Path]:
    """What a run wrote: everything but what was planted."""
    own = {f"{NAME}.db", f"{NAME}.csv", "broken.parquet"}
    return (path for path in project.folder.rglob("*") if path.is_file() and path.name not in own)


def nothing_leaked(project: Project, said: str) -> None:
    assert not leaked(said)
    for path in written(project):
        assert not leaked(path.name + path.read_text(errors="replace")), path


def commands_while(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What a process said, and the command lines of it and of all that it started, as `ps` shows them.

    Other tests that run beside this one build worlds of planted values with programs of their own.
    """
    seen: set[str] = set()
    while True:
        try:
            out, err = process.communicate(timeout=0.05)
        except subprocess.TimeoutExpired:
            for folder in descendants(process.pid):
                with suppress(OSError):  # it has ended meanwhile
                    seen.add((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        else:
            return out + err, "\n".join(seen)


def descendants(pid: int) -> list[Path]:
    """The folders in `/proc` of this process and of every one below it."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError):
            parents[int(stat.parent.name)] = int(stat.read_text(errors="replace").rpartition(")")[2].split()[1])
    found, latest = {pid}, {pid}
    while latest:
        latest = {one for one, parent in parents.items() if parent in latest} - found
        found |= latest
    return [Path("/proc") / str(one) for one in found]


def test_the_command_shows_no_value(planted: Project, logged: pytest.LogCaptureFixture) -> None:
    told = planted.audit()
    assert told.code == 1
    outcomes = {one["id"]: one["outcome"] for one in planted.report()["clauses"]}
    assert [outcomes[one] for one in ("4.1.c", "5.4.c", "6", "6.b", "6.c", "6.d", "6.f")] == [
        "violated", "violated", "violated", "unverified", "violated", "violated", "unverified",
    ]  # fmt: skip
    assert not [finding for clause in planted.report()["clauses"] for finding in clause["findings"]
                if "the check itself failed" in finding["message"]]  # fmt: skip
    nothing_leaked(planted, told.out + told.err + logged.text)
    assert not logging.getLogger("sqlalchemy").handlers
    assert logging.getLogger("sqlalchemy").propagate


def test_target_check_shows_no_secret(planted: Project, logged: pytest.LogCaptureFixture) -> None:
    told = planted.told("target", "check", "staging")
    assert told.code == 2
    nothing_leaked(planted, told.out + told.err + logged.text)


def test_pytest_shows_no_value_at_its_loudest_nor_does_ps(planted: Project) -> None:
    said, commands = commands_while(planted.started(PYTEST, "--target", "staging", "--as-of", AS_OF, *LOUDEST))
    assert "records_leave_on_time[6.c-communications-crm]" in said
    assert "clause by clause" in said
    assert "pytest checks" in commands
    assert not leaked(commands)
    nothing_leaked(planted, said)


def test_a_fault_shows_no_value_at_its_loudest(planted: Project) -> None:
    """The fault lies in gathering, where pytest would print the exception and every local variable."""
    fault = (
        "import clausecheck.audit.records as records\n"
        "def broken(group, audit):\n"
        f"    planted = {NAME!r} + {SECRET!r}\n"
        "    raise ZeroDivisionError(planted)\n"
        "records._run = broken\n"
    )
    (planted.folder / "checks" / "conftest.py").write_text(fault)
    process = planted.started(PYTEST, "--target", "staging", "--clause", "6", *LOUDEST)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 4
    assert "the check itself failed (ZeroDivisionError)" in out
    (planted.folder / "checks" / "conftest.py").unlink()
    for cached in (planted.folder / "checks").rglob("*.pyc"):
        cached.unlink()
    nothing_leaked(planted, out + err)


def test_a_fault_of_the_command_shows_its_place_and_no_value(planted: Project) -> None:
    broken = (
        "import clausecheck.audit.session as session\n"
        f"def broken(self, **_): raise ValueError({NAME!r})\n"
        "session.Session.finish = broken\n"
        "from clausecheck.cli import main; main()"
    )
    command = (COMMAND[0], "-c", broken, "audit", "--target", "staging", "--clause", "6.c")
    told = subprocess.run(command, cwd=planted.folder, env=os.environ, capture_output=True, text=True, check=False)
    assert told.returncode == 4
    assert "ValueError: a fault of clausecheck" in told.stderr
    assert "audits.py" in told.stderr
    nothing_leaked(planted, told.stdout + told.stderr)
