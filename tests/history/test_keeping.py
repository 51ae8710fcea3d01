"""The ledger: what began, what ended, what came before; in SQLite and in PostgreSQL."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clausecheck.errors import CommandError
from clausecheck.history.keeping import Ledger, Start
from clausecheck.history.tables import metadata
from clausecheck.model import Outcome, Run
from fixtures.worlds.servers.postgresql import postgresql
from tests.history.examples import HONOURED, UNVERIFIED, VIOLATED, day, finding, run, run_of

ROOT = Path(__file__).parents[2]
TICKETS = "records_leave_on_time[6.c-tickets]"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgresql() as started:
        started.run(["CREATE ROLE audit LOGIN", "CREATE DATABASE history OWNER audit"])
        yield f"postgresql://audit@127.0.0.1:{started.port}/history"


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    place = "history.sqlite" if request.param == "sqlite" else request.getfixturevalue("server")
    with Ledger.at(place, tmp_path) as opened:
        yield opened
        if request.param == "postgresql":
            with opened.engine.begin() as connection:
                connection.exec_driver_sql(f"TRUNCATE {', '.join(metadata.tables)}")


def begun(ledger: Ledger, one: Run) -> Run:
    known = ("id", "target", "started_at", "as_of", "policy_version", "selection")
    ledger.begin(Start(**{name: getattr(one, name) for name in known}))
    return one


def kept(ledger: Ledger, one: Run) -> Run:
    """A run from its start to its end, as it was reported."""
    told = replace(begun(ledger, one), history=ledger.past(one))
    ledger.record(told)
    return told


def test_a_run_comes_back_with_its_past(ledger: Ledger) -> None:
    told = [kept(ledger, run(number, tickets=VIOLATED)) for number in range(3)]
    assert told[2].history is not None
    assert told[2].history.findings[TICKETS].since == day(0)
    assert [one.id for one in told[2].history.runs] == [told[0].id, told[1].id]
    assert told[2].history.previous == told[1].id
    for one in told:
        assert ledger.run(ledger.line(one.id)) == one


def test_a_run_that_died_is_incomplete_and_counts_for_nothing(ledger: Ledger) -> None:
    kept(ledger, run(0, tickets=VIOLATED))
    begun(ledger, run(1, tickets=HONOURED))
    last = kept(ledger, run(2, tickets=VIOLATED))
    assert last.history is not None
    assert last.history.findings[TICKETS].runs == 2
    assert [(line.ended, line.complete) for line in ledger.lines()] == [(True, True), (False, False), (True, True)]
    with pytest.raises(CommandError, match="its end was never recorded"):
        ledger.run(ledger.lines()[1])


def test_an_incomplete_run_is_no_run_before(ledger: Ledger) -> None:
    kept(ledger, run(0, tickets=VIOLATED))
    kept(ledger, run(1, complete=False, tickets=UNVERIFIED))
    history = kept(ledger, run(2, tickets=VIOLATED)).history
    assert history is not None
    assert (history.findings[TICKETS].before, history.findings[TICKETS].runs) == (VIOLATED, 2)
    assert [one.complete for one in history.runs] == [True, False]


def test_an_audit_of_the_past_is_compared_with_what_was_known_then(ledger: Ledger) -> None:
    kept(ledger, run(0, tickets=HONOURED))
    kept(ledger, run(8, tickets=VIOLATED))
    history = kept(ledger, replace(run(9, tickets=VIOLATED), as_of=day(4))).history
    assert history is not None
    assert history.findings[TICKETS].before is HONOURED
    after = kept(ledger, run(10, tickets=VIOLATED)).history
    assert after is not None
    assert after.findings[TICKETS].runs == 2


def test_targets_know_nothing_of_each_other(ledger: Ledger) -> None:
    kept(ledger, run(0, tickets=VIOLATED))
    history = kept(ledger, replace(run(1, tickets=VIOLATED), target="production")).history
    assert history is not None
    assert (history.runs, history.findings[TICKETS].before) == ((), None)
    assert [line.target for line in ledger.lines("production")] == ["production"]


def test_a_trend_has_runs_of_the_same_clauses_only(ledger: Ledger) -> None:
    kept(ledger, run(0, tickets=VIOLATED))
    kept(ledger, replace(run(1, tickets=VIOLATED), selection=("6.c",)))
    history = ledger.past(run(2, tickets=VIOLATED))
    assert [one.started_at for one in history.runs] == [day(0)]
    assert history.findings[TICKETS].runs == 3
    assert history.runs[0].totals[Outcome.VIOLATED] == 1


def test_a_run_may_be_named_by_the_beginning_or_the_end_of_its_id(ledger: Ledger) -> None:
    for number in (0, 1, 11):
        kept(ledger, run(number, tickets=HONOURED))
    assert ledger.line("2026-03-01").started_at == day(0)
    assert ledger.line("00000b").started_at == day(11)
    for wrong, why in {
        "2026-03": "several runs",
        "2027": "knows no run",
        "": "several runs",
        "%": "knows no run",
    }.items():
        with pytest.raises(CommandError, match=why):
            ledger.line(wrong)


def test_the_latest_runs_come_first(ledger: Ledger) -> None:
    for number in (1, 0, 2):
        kept(ledger, run(number, tickets=HONOURED))
    assert [line.started_at for line in ledger.lines(limit=2)] == [day(2), day(1)]


def test_a_run_whose_start_was_not_recorded_is_kept_all_the_same(ledger: Ledger) -> None:
    ledger.record(run(0, tickets=HONOURED))
    assert ledger.lines()[0].complete


def test_names_that_attack_the_database_are_names(ledger: Ledger) -> None:
    name = "'; DROP TABLE runs; --\0\ud800\u202e"
    told = run_of(0, ("6.c",), [finding(name, VIOLATED)])
    assert ledger.run(ledger.line(kept(ledger, told).id)).findings[0].id == told.findings[0].id


WRITER = """
import sys
from pathlib import Path
from dataclasses import replace
from clausecheck.history.keeping import Ledger
from tests.history.examples import VIOLATED, run
for number in range(10):
    one = replace(run(number, tickets=VIOLATED), id=f"{sys.argv[1]}-{number}", target=sys.argv[1])
    with Ledger.at(sys.argv[2], Path(sys.argv[3])) as ledger:
        ledger.record(replace(one, history=ledger.past(one)))
"""


def test_runs_at_once_do_not_disturb_each_other(request: pytest.FixtureRequest, tmp_path: Path, ledger: Ledger) -> None:
    """Five processes, the first of them making the tables, all writing at once."""
    postgres = ledger.engine.dialect.name == "postgresql"
    place = request.getfixturevalue("server") if postgres else "together/history.sqlite"
    if postgres:
        with ledger.engine.begin() as connection:
            connection.exec_driver_sql(f"DROP TABLE {', '.join(metadata.tables)}, alembic_version")
    started = [
        subprocess.Popen([sys.executable, "-c", WRITER, f"target{number}", place, tmp_path], cwd=ROOT)
        for number in range(5)
    ]
    assert [process.wait(120) for process in started] == [0] * 5
    with Ledger.at(place, tmp_path) as together:
        for number in range(5):
            last = together.lines(f"target{number}")[0]
            assert together.verdicts(last).findings[TICKETS].runs == 10
            assert last.started_at - timedelta(days=9) == day(0)
