"""Every scenario through the audit, in every database; one of each check through a real `pytest checks`."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from clausecheck.audit.session import Request, Session
from clausecheck.model import Finding, Outcome
from clausecheck.policy import Policy, load_policy
from fixtures.worlds.planted import found_in
from fixtures.worlds.scenarios import ROOT, Scenario, all_scenarios, staged
from fixtures.worlds.servers import Missing

ALL = all_scenarios()
PROVEN = ROOT / "fixtures" / "proven.json"
WRITE = "CLAUSECHECK_WRITE_PROVEN"
NUMBERS = ("examined", "unreadable", "violations", "undecidable", "held", "excluded")


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "policy")


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, set[str]]]:
    """Which outcomes each check was seen to give; written to `proven.json` when asked for."""
    outcomes: dict[str, set[str]] = {}
    yield outcomes
    if os.environ.get(WRITE):
        PROVEN.write_text(json.dumps(proven(outcomes), indent=2, sort_keys=True) + "\n", encoding="utf-8")


def proven(outcomes: dict[str, set[str]]) -> dict[str, Any]:
    """Digests of each check and its scenarios, and whether it was seen to fail in this session."""
    return {
        file.stem.removeprefix("test_"): {
            "check": _digest(file),
            "scenarios": {
                one.file.name: _digest(one.file) for one in ALL if one.stem == file.stem.removeprefix("test_")
            },
            "failed": Outcome.VIOLATED in outcomes.get(file.stem.removeprefix("test_"), ()),
        }
        for file in sorted((ROOT / "checks").rglob("test_*.py"))
    }


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
            finding = _finding(one, target, policy)
    except Missing as missing:
        pytest.skip(str(missing))
    expected = {"outcome": one.expect["outcome"]} | {name: one.expect[name] for name in NUMBERS if name in one.expect}
    told = {name: getattr(finding, name) for name in expected}
    assert told == expected, finding.message
    assert one.expect.get("message", "") in finding.message
    for name, count in one.expect.get("counts", {}).items():
        assert finding.counts.get(name, 0) == count, (name, finding.counts)
    assert not found_in(repr(finding))
    seen.setdefault(one.stem, set()).add(finding.outcome)


def _finding(one: Scenario, target: Path, policy: Policy) -> Finding:
    clause = one.expect["clause"]
    request = Request(root=ROOT, target=str(target), clauses=(clause,), as_of=one.as_of, clock=one.as_of)
    with Session(request, policy=policy) as session:
        examinations = [
            examination
            for examination in session.examinations
            if examination.check.stem == one.stem
            and examination.clause.id == clause
            and examination.subject.resource == one.expect.get("resource", examination.subject.resource)
        ]
        session.gather(examinations)
        findings = [session.judge(examination) for examination in examinations]
    assert not [finding.message for finding in findings if finding.our_fault]
    return next(iter(sorted(findings, key=lambda finding: list(Outcome).index(finding.outcome))))


def _first_violating(stem: str) -> Scenario:
    return next(one for one in ALL if one.stem == stem and one.expect["outcome"] == "violated")


@pytest.mark.parametrize("stem", sorted({one.stem for one in ALL}))
def test_a_violating_scenario_fails_a_real_pytest_run(stem: str, tmp_path: Path) -> None:
    one = _first_violating(stem)
    with staged(one, sql="sqlite", folder=tmp_path) as target:
        command = [sys.executable, "-m", "pytest", "checks", "-q", "-p", "no:cacheprovider", "--target", str(target)]
        selection = [
            "--clause",
            one.expect["clause"],
            "--as-of",
            one.as_of.isoformat(),
            "--report",
            str(tmp_path / "r"),
        ]
        ran = subprocess.run([*command, *selection], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert f"{stem}[{one.expect['clause']}-" in ran.stdout
    report = json.loads((tmp_path / "r" / "report.json").read_text(encoding="utf-8"))
    outcomes = {finding["check"]: finding["outcome"] for clause in report["clauses"] for finding in clause["findings"]}
    assert outcomes[stem] == "violated"
    written = (
        ran.stdout + ran.stderr + "".join(file.read_text() for file in (tmp_path / "r").iterdir() if file.is_file())
    )
    assert not found_in(written)
