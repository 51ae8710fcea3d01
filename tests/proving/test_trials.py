"""A mutant in a forked process: what is unchanged passes, what judges otherwise, crashes or never ends is noticed."""

import os
import re
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from clausecheck import records
from clausecheck.policy import load_policy
from clausecheck.records.all_questions import question
from fixtures.worlds.scenarios import ROOT, SCENARIOS, scenario
from fixtures.worlds.trying import found
from proving.code.mutant import CHECKS, Mutant
from proving.code.staging import Stage
from proving.code.swapping import loaded, swap
from proving.code.trials import Told, Trial, run
from proving.code.watching import watched

ONE = scenario(SCENARIOS / "legal_holds_are_reviewed" / "a_review_today.yaml")
POLICY = load_policy(ROOT / "policy")
RECORDS = Path(records.__file__).parent
"""Where this process has them from: in a test run, of the installed package."""
FILE = RECORDS / "hold_review.py"


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    stage = Stage(tmp_path, POLICY)
    try:
        yield Trial(scenario=ONE, sql="sqlite", target=stage.built(ONE, sql="sqlite").target, seconds=1)
    finally:
        stage.close()


def tried(trial: Trial, function: str, before: str, after: str) -> Told:
    question("legal_hold_review")
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    source = re.sub(re.escape(before), after, text, count=1)
    mutant = Mutant(file=FILE, change="", source=source, statement="", lines=range(1), function=function)
    functions = loaded((RECORDS, CHECKS))
    return run(partial(swap, mutant, functions), [trial], POLICY, seconds=60)


def test_a_change_that_changes_nothing_passes(trial: Trial) -> None:
    told = tried(trial, "_classes", "not_(found), review", "not_(found),  review")
    assert told == Told(noticed_by="", passed=[trial.name])


def test_a_change_of_what_is_found_is_noticed(trial: Trial) -> None:
    assert tried(trial, "_classes", "review.before_day(", "review.after(").noticed_by == trial.name
    assert tried(trial, "_classes", "or_(no_approver", "1 / 0, or_(no_approver").noticed_by == trial.name


def test_a_change_of_what_runs_on_import_is_noticed_too(trial: Trial) -> None:
    assert tried(trial, "", "ROLES = ", "SPARE = 1\nROLES = ") == Told(noticed_by="", passed=[trial.name])
    assert tried(trial, "", "and_, not_, or_", "or_ as and_, not_, or_").noticed_by == trial.name
    assert tried(trial, "", "ROLES = ", "ROLES = 1 / 0 or ").noticed_by


def test_a_process_that_was_killed_from_outside_tells_nothing(trial: Trial) -> None:
    told = run(lambda: os.kill(os.getpid(), signal.SIGKILL), [trial], POLICY, seconds=60)
    assert told == Told(noticed_by="", passed=[], is_cut_off=True)


def test_what_computes_for_ever_is_noticed(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proving.code.trials.LEAST", 1)
    monkeypatch.setattr("proving.code.trials.PATIENCE", 1)
    assert (
        tried(trial, "_classes", "or_(no_approver", "all(iter(lambda: 1, 0)), or_(no_approver").noticed_by == trial.name
    )


def test_this_process_stays_as_it_was(trial: Trial) -> None:
    tried(trial, "_classes", "review.before_day(", "review.after(")
    assert found(ONE, trial.target, POLICY).outcome == ONE.expect["outcome"]


def test_the_lines_that_an_audit_runs_are_seen_in_every_thread(trial: Trial) -> None:
    with watched((RECORDS,)) as lines:
        found(ONE, trial.target, POLICY)
    written = FILE.read_text(encoding="utf-8").splitlines()
    assert any("no_approver, no_reason = " in written[number - 1] for number in lines[str(FILE)])
    assert str(RECORDS / "retention" / "accounts.py") not in lines
