"""The audits that the README promises: the demo honours, the breached one is broken exactly where it is listed."""

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clausecheck.policy import load_policy
from fixtures.clearcall import attestations
from fixtures.clearcall.days import Days
from tests.project import on_terminal

ROOT = Path(__file__).parents[2]


def audited(target, folder, *options):
    """The exit code, and the report."""
    pytest.importorskip("moto", reason="pip install 'clausecheck[demo]'")
    program = Path(sys.executable).with_name("clausecheck")
    command = [program, "audit", "--target", target, "--report", folder, *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    report = folder / "report.json"
    assert report.is_file(), done.stderr
    return done.returncode, json.loads(report.read_text(encoding="utf-8"))


def findings(report):
    """(clause, finding) of everything that a check looked at."""
    return [(clause["id"], one) for clause in report["clauses"] for one in clause["findings"] if one["examined"]]


def test_the_demo_honours_whatever_is_checked(tmp_path, breaches):
    code, report = audited("demo", tmp_path)
    assert code == 0, [(one, found["message"]) for one, found in findings(report) if found["outcome"] == "unverified"]
    assert set(report["totals"]) - {name for name, count in report["totals"].items() if not count} == {
        "honoured", "attested", "informative",
    }  # fmt: skip
    assert {one["outcome"] for _, one in findings(report)} == {"honoured", "attested"}
    honoured = [one for _, one in findings(report) if one["outcome"] == "honoured"]
    assert all(one["undecidable"] == one["unreadable"] == 0 for one in honoured)
    looked_at = {(clause, one["check"]) for clause, one in findings(report)}
    assert looked_at >= {(entry["clause"], entry["check"]) for entry in breaches}


@pytest.mark.parametrize("target", ["demo", "demo-breached"])
def test_what_would_be_audited_is_listed_without_building_the_company(target):
    command = [sys.executable, "-m", "pytest", "checks", "--collect-only", "-q", "--target", target]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "test_every_hop_is_encrypted[4.1.a-" in done.stdout


def test_without_a_browser_somebody_says_what_only_a_browser_sees(tmp_path, monkeypatch):
    monkeypatch.setattr(attestations, "BROWSERS", ("no-such-browser",))
    written = attestations.write_attestations(tmp_path / "without", Days(datetime.now(UTC)))
    monkeypatch.undo()
    entries = json.loads(written.read_text(encoding="utf-8"))["attestations"]
    stated = {(one["clause"], one["obligation"]) for one in entries if one["system"] == "portal"}
    policy = load_policy(ROOT / "policy")
    kinds = {kind for _, kind in stated}
    assert stated == {
        (clause.id, one.kind) for clause in policy.clauses for one in clause.obligations if one.kind in kinds
    }


def test_the_breached_company_is_broken_exactly_where_it_is_listed(tmp_path, breaches, monkeypatch):
    monkeypatch.setenv("CLAUSECHECK_HISTORY", str(tmp_path / "history.sqlite"))
    code, report = audited("demo-breached", tmp_path)
    counted = Counter()
    for clause, one in findings(report):
        counted[clause, one["check"]] += one["violations"]
    listed = {(entry["clause"], entry["check"]): entry["violations"] for entry in breaches}
    assert code == 1
    assert {place: number for place, number in counted.items() if number} == listed
    violated = {clause["id"] for clause in report["clauses"] if clause["outcome"] == "violated"}
    assert violated == {entry["clause"] for entry in breaches}
    reveals_the_very_records_of_the_run(report["run"]["id"])


def reveals_the_very_records_of_the_run(run):
    """The company is built anew for it, with the same rows."""
    code, shown = on_terminal(ROOT, "reveal", run, "6.b-network-samples-lake", "--limit", "130", typed="y\n")
    assert code == 0, shown
    assert "130 rows." in shown
    assert shown.count("net-9") == 130
