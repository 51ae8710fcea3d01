"""Every scenario through the audit, in every database; one of each check through a real `pytest checks`."""

import fcntl
import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from clausecheck.check_files import CheckFile, check_file, check_files
from clausecheck.model import Outcome
from clausecheck.policy import Policy, load_policy
from clausecheck.policy.obligations import OBLIGATIONS
from fixtures.worlds.planted import found_in
from fixtures.worlds.scenarios import ROOT, Scenario, all_scenarios, staged
from fixtures.worlds.servers import Missing
from fixtures.worlds.trying import deviation, found, lists_whoever_it_counts
from tests.forked import pytest_run
from tests.reports.left_in_english import left_of

ALL = all_scenarios()
PROVEN = ROOT / "fixtures" / "proven.json"
WRITE = "CLAUSECHECK_WRITE_PROVEN"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "policy")


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, set[str]]]:
    """Which outcomes each check was seen to give; written to `proven.json` when asked for."""
    outcomes: dict[str, set[str]] = {}
    yield outcomes
    if os.environ.get(WRITE):
        with PROVEN.open("r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # each worker of a parallel run adds what it saw
            told = json.dumps(proven(outcomes, json.load(file)), indent=2, sort_keys=True) + "\n"
            file.seek(0)
            file.write(told)
            file.truncate()


def proven(outcomes: dict[str, set[str]], before: dict[str, Any]) -> dict[str, Any]:
    """Digests of each check and its scenarios, and whether it was seen to fail, now or before as it is."""
    return {stem: _proof(stem, file, outcomes.get(stem, set()), before.get(stem, {})) for stem, file in _checks()}


def _checks() -> list[tuple[str, Path]]:
    return [(file.stem.removeprefix("test_"), file) for file in sorted((ROOT / "checks").rglob("test_*.py"))]


def _proof(stem: str, file: Path, seen: set[str], before: dict[str, Any]) -> dict[str, Any]:
    scenarios = {one.file.name: _digest(one.file) for one in ALL if one.stem == stem}
    now = {"check": _digest(file), "scenarios": scenarios}
    stands = before.get("failed") is True and {key: before[key] for key in now} == now
    return {**now, "failed": failing(check_file(file)) in seen or stands}


def failing(check: CheckFile) -> Outcome:
    """What it means for a check to fail: what only asks is never violated, but leaves its clause unverified."""
    return Outcome.UNVERIFIED if OBLIGATIONS[check.kind].QUESTION else Outcome.VIOLATED


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("one", "sql"), [pytest.param(one, sql, id=f"{one.name}-{sql}") for one in ALL for sql in one.databases]
)
def test_scenario_comes_out_as_its_file_says(
    one: Scenario, sql: str, tmp_path: Path, policy: Policy, seen: dict[str, set[str]]
) -> None:
    try:
        with staged(one, sql=sql, folder=tmp_path) as target:
            finding = found(one, target, policy, beside=lists_whoever_it_counts)
    except Missing as missing:
        pytest.skip(str(missing))
    assert not deviation(one.expect, finding)
    assert not found_in(repr(finding))
    assert not left_of(finding, "de"), "what the check or its facts say is not in languages/said/de.yaml"
    seen.setdefault(one.stem, set()).add(finding.outcome)


def _first_violating(stem: str) -> Scenario:
    return next(one for one in ALL if one.stem == stem and one.expect["outcome"] == "violated")


VIOLABLE = sorted(check.stem for check in check_files(ROOT) if failing(check) is Outcome.VIOLATED)


@pytest.mark.parametrize("stem", VIOLABLE)
def test_a_violating_scenario_fails_a_real_pytest_run(stem: str, tmp_path: Path) -> None:
    one = _first_violating(stem)
    with staged(one, sql=one.databases[0], folder=tmp_path) as target:
        asked = ["checks", "-q", "-p", "no:cacheprovider", "--target", str(target), "--report", str(tmp_path / "r")]
        asked += ["--clause", one.expect["clause"], "--as-of", one.as_of.isoformat()]
        code, told = pytest_run(asked, cwd=ROOT, written=tmp_path / "told.txt")
    assert code == 1, told
    assert f"{stem}[{one.expect['clause']}-" in told
    report = json.loads((tmp_path / "r" / "report.json").read_text(encoding="utf-8"))
    found = {(one["check"], one["outcome"]) for clause in report["clauses"] for one in clause["findings"]}
    assert (stem, "violated") in found
    written = told + "".join(file.read_text() for file in (tmp_path / "r").iterdir() if file.is_file())
    assert not found_in(written)
