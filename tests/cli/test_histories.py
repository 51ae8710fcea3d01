"""`clausecheck history` and `clausecheck diff`."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from clausecheck.history.keeping import Ledger, Start
from clausecheck.model import Run
from tests.history.examples import FIRST, HONOURED, UNVERIFIED, VIOLATED, day, finding, run, run_of
from tests.project import TARGET, Project


@pytest.fixture(autouse=True)
def place(project: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = project.folder / "kept.sqlite"
    monkeypatch.setenv("CLAUSECHECK_HISTORY", str(path))
    return path


def record(place: Path, *runs: Run) -> None:
    with Ledger.at(str(place), place.parent) as ledger:
        for one in runs:
            ledger.record(one)


def test_history_lists_the_latest_first(project: Project, place: Path) -> None:
    record(place, run(0, tickets=VIOLATED), run(1, tickets=HONOURED), run(2, tickets=HONOURED, complete=False))
    told = project.told("history", "--limit", "2")
    assert (told.code, told.err) == (0, "")
    last, before = told.out.splitlines()
    assert last == "2026-03-03T12-00-00Z-staging-000002  incomplete: honoured 1"
    assert before == "2026-03-02T12-00-00Z-staging-000001  honoured 1"


def test_a_run_that_died_is_shown_as_incomplete(project: Project, place: Path) -> None:
    with Ledger.at(str(place), place.parent) as ledger:
        ledger.begin(
            Start(id="died", target="staging", started_at=FIRST, as_of=FIRST, policy_version=day(0).date())
        )  # fmt: skip
    assert "died  incomplete: its end was never recorded" in project.told("history").out
    (told,) = json.loads(project.told("history", "--json").out)
    assert (told["ended"], told["complete"], told["finished_at"], told["totals"]) == (False, False, None, {})
    assert project.told("diff").code == 3


def test_history_is_of_one_target_where_one_is_named(project: Project, place: Path) -> None:
    record(place, run(0, tickets=VIOLATED))
    project.target(TARGET.replace("target: staging", "target: other"), "other")
    assert project.told("history", "--target", "other").out == "No run was recorded yet.\n"
    assert "000000" in project.told("history", "--target", "targets/staging.yaml").out
    assert project.told("history", "--target", "stagin").code == 3


def test_the_target_names_its_history(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLAUSECHECK_HISTORY")
    project.target(TARGET + 'history: "${PLACE}"\n')
    record(project.folder / "own.sqlite", run(0, tickets=VIOLATED))
    assert "PLACE is not set" in project.told("history", "--target", "staging").err
    monkeypatch.setenv("PLACE", "own.sqlite")
    assert "000000" in project.told("history", "--target", "staging").out


def test_a_difference_tells_each_change_by_clause(project: Project, place: Path) -> None:
    record(
        place,
        run(0, tickets=VIOLATED, calls=VIOLATED, mails=HONOURED, notes=HONOURED),
        run(1, tickets=VIOLATED, calls=HONOURED, mails=UNVERIFIED, notes=VIOLATED),
    )
    told = project.told("diff")
    assert told.code == 1
    lines = [line.strip() for line in told.out.splitlines()]
    assert lines[0:2] == ["from 2026-03-01T12-00-00Z-staging-000000", "to   2026-03-02T12-00-00Z-staging-000001"]
    assert lines[3:] == [
        "6.c",
        "new               records_leave_on_time[6.c-notes]: honoured, now violated",
        "lost from sight   records_leave_on_time[6.c-mails]: honoured, now unverified",
        "still failing     records_leave_on_time[6.c-tickets]: violated since 2026-03-01, in 2 runs",
        "fixed             records_leave_on_time[6.c-calls]: violated, now honoured",
    ]


def test_two_runs_are_held_against_each_other_in_the_order_named(project: Project, place: Path) -> None:
    record(place, run(0, tickets=VIOLATED), run(1, tickets=HONOURED), run(2, tickets=HONOURED))
    assert project.told("diff").out.splitlines()[-1] == "Nothing changed."
    assert project.told("diff", "000001").code == 0
    assert project.told("diff", "000001", "000000").code == 1
    told = json.loads(project.told("diff", "2026-03-01", "2026-03-03", "--json").out)
    assert [(one["change"], one["before"], one["now"]) for one in told["changes"]] == [
        ("fixed", "violated", "honoured")
    ]
    assert told["before"]["id"].endswith("000000")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("nonsense",), "knows no run 'nonsense'"),
        (("2026-03",), "several runs begin or end with"),
        (("000000",), "no complete run of staging before"),
        (("000000", "000001", "000001"), "at most two"),
        (("000001", "000002"), "different targets"),
    ],
)
def test_what_cannot_be_compared_is_told(project: Project, place: Path, arguments: tuple[str, ...], why: str) -> None:
    record(place, run(0, tickets=VIOLATED), run(1, tickets=HONOURED), replace(run(2, tickets=HONOURED), target="other"))
    told = project.told("diff", *arguments)
    assert (told.code, why in told.err) == (3, True), told.err


def test_without_a_history_there_is_nothing_to_tell(project: Project, place: Path) -> None:
    told = project.told("history")
    assert (told.code, "an audit begins one" in told.err) == (3, True)
    assert not place.exists()
    assert "switched off" in project.told("history", "--history", "off").err


def test_what_is_no_longer_examined_is_lost(project: Project, place: Path) -> None:
    record(place, run(0, tickets=HONOURED, calls=HONOURED), run_of(1, ("6.c",), [finding("calls", HONOURED)]))
    told = project.told("diff")
    assert told.code == 1
    assert "records_leave_on_time[6.c-tickets]: honoured, now no longer examined" in told.out
