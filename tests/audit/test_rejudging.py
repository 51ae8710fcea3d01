"""Stored facts judged again: the same verdicts, or another policy's, and never green where nobody could tell."""

import json
import shutil
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clausecheck.audit.checks import find_checks
from clausecheck.audit.rejudging import Rejudging, changed_checks, differences, stale_on
from clausecheck.errors import CommandError, PolicyError
from clausecheck.evidence.stored import stored
from clausecheck.model import Finding, Outcome, Run
from clausecheck.policy import load_policy
from tests import test_attestations, test_waivers
from tests.project import KEPT, OVERDUE, Project

HOLDS = """
  - {name: legal-holds, category: legal_holds, system: crm, table: holds,
     key: id, approver: approver, reason: reason, starts_at: starts_at, review_at: review_at}
"""


@pytest.fixture
def audited(project: Project) -> Callable[..., Path]:
    """Audits the project, and gives the folder of its evidence."""

    def audit(*arguments: str) -> Path:
        project.audit(*arguments)
        (run,) = (project.folder / "report" / "evidence").glob("*/manifest.json")
        return run.parent

    return audit


def judging(project: Project, run: Path, policy: Path | None = None, on: date | None = None) -> Rejudging:
    told = stored(run)
    return Rejudging(
        stored=told, policy=load_policy(policy or told.policy), checks=find_checks(project.folder / "checks"),
        root=project.folder, on=on,
    )  # fmt: skip


def again(project: Project, run: Path) -> tuple[Rejudging, Run]:
    told = judging(project, run)
    return told, told.run(told.policy.selected(told.stored.run["selection"]))


def draft(project: Project, *changes: tuple[str, str, str]) -> Path:
    """Another policy: that of the project, changed."""
    folder = project.folder / "draft"
    shutil.copytree(project.folder / "policy", folder)
    for file, old, new in changes:
        text = (folder / file).read_text()
        assert old in text, f"{file} has no {old}"
        (folder / file).write_text(text.replace(old, new))
    return folder


def finding(run: Run, clause: str, check: str = "records_leave_on_time") -> Finding:
    (found,) = (one for one in run.findings if (one.clause, one.check) == (clause, check))
    return found


def test_every_verdict_comes_out_as_it_was_without_a_system_or_a_network(
    project: Project, audited: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    project.rows([KEPT, OVERDUE, OVERDUE])
    run = audited()
    (project.folder / "crm.db").unlink()
    shutil.rmtree(project.folder / "targets")
    monkeypatch.setattr(socket, "socket", lambda *_: pytest.fail("a socket was opened"))
    told, judged = again(project, run)
    assert differences(told.stored.findings, judged.findings) == []
    assert judged.findings == told.stored.findings
    assert finding(judged, "6.c").outcome is Outcome.VIOLATED
    assert len(judged.findings) > 100


def test_what_was_waived_and_attested_is_so_again(project: Project, audited: Callable[..., Path]) -> None:
    project.rows([KEPT, OVERDUE])
    test_waivers.written(project, test_waivers.ENTRY)
    test_attestations.written(project, test_attestations.ENTRY)
    run = audited()
    (project.folder / "policy" / "report.pdf").unlink()
    told, judged = again(project, run)
    assert differences(told.stored.findings, judged.findings) == []
    assert finding(judged, "6.c").outcome is Outcome.WAIVED
    assert Outcome.ATTESTED in {one.outcome for one in judged.findings}
    assert [one.state for one in judged.acceptances] == ["used", "used"]
    assert '"2"' not in (run / "acceptances.jsonl").read_text()
    assert not (run / "policy" / "waivers.yaml").exists()


def test_a_document_that_had_changed_then_has_changed_again(project: Project, audited: Callable[..., Path]) -> None:
    test_attestations.written(project, test_attestations.ENTRY)
    (project.folder / "policy" / "report.pdf").write_bytes(b"another")
    told, judged = again(project, audited())
    assert differences(told.stored.findings, judged.findings) == []
    assert judged.acceptances[0].why == "its document report.pdf has changed since"


def test_a_narrowed_run_and_one_that_could_not_read_come_out_the_same(
    project: Project, audited: Callable[..., Path]
) -> None:
    project.changed("targets/staging.yaml", "crm.db", "gone.db")
    told, judged = again(project, audited("--clause", "6"))
    assert differences(told.stored.findings, judged.findings) == []
    assert judged.selection == ("6",)
    assert "has no database file there" in finding(judged, "6.c").message


def test_a_fault_of_a_check_comes_out_the_same(project: Project, audited: Callable[..., Path]) -> None:
    project.check('raise ZeroDivisionError("Ottoline")')
    told, judged = again(project, audited())
    assert differences(told.stored.findings, judged.findings) == []
    assert finding(judged, "6.c").our_fault


def test_a_check_that_judges_otherwise_now_is_told(project: Project, audited: Callable[..., Path]) -> None:
    project.rows([OVERDUE])
    run = audited()
    project.check("assert records")
    told, judged = again(project, run)
    (found,) = differences(told.stored.findings, judged.findings)
    assert (found.clause, found.before, found.now) == ("6.c", Outcome.VIOLATED, Outcome.HONOURED)
    assert changed_checks(told.stored, project.folder) == ["checks/retention/test_records_leave_on_time.py"]


def test_a_changed_period_needs_a_live_audit(project: Project, audited: Callable[..., Path]) -> None:
    run = audited()
    kept = "category: communication_records, period: "
    policy = draft(project, ("sections/06-how-long-we-keep-it.yaml", f"{kept}P5Y", f"{kept}P4Y"))
    judged = judging(project, run, policy)
    found = judged.run(judged.policy.clauses)
    told = finding(found, "6.c")
    assert told.outcome is Outcome.UNVERIFIED
    assert "was gathered for other terms than these" in told.message
    assert "only a live audit of the target tells" in told.message
    assert all(one.outcome is not Outcome.HONOURED for one in found.findings if one.terms.get("period") == "P4Y")


def test_a_promise_that_only_moved_is_answered_by_the_same_facts(
    project: Project, audited: Callable[..., Path]
) -> None:
    run = audited()
    section = "sections/06-how-long-we-keep-it.yaml"
    policy = draft(project, (section, "title: Communication records", "title: Conversations"))
    judged = judging(project, run, policy)
    assert finding(judged.run(judged.policy.clauses), "6.c").outcome is Outcome.HONOURED


def test_what_connectors_told_answers_other_terms_too(project: Project, audited: Callable[..., Path]) -> None:
    """Administrators are who they are whatever is promised of them; rows depend on the date of the policy as well."""
    run = audited()
    policy = draft(project, ("policy.yaml", 'version: "2024-03-15"', 'version: "2025-06-01"'))
    judged = judging(project, run, policy)
    found = judged.run(judged.policy.clauses)
    assert finding(found, "6.c").outcome is Outcome.HONOURED
    by_date = [one for one in found.findings if "gathered for other terms" in one.message]
    assert by_date == [] or all(one.outcome is Outcome.UNVERIFIED for one in by_date)


def test_a_promise_that_nobody_looked_into_is_unverified(project: Project, audited: Callable[..., Path]) -> None:
    run = audited("--clause", "6.c")
    judged = judging(project, run, project.folder / "policy")
    told = finding(judged.run(judged.policy.clauses), "4.1.c", "administrators_use_mfa")
    assert told.outcome is Outcome.UNVERIFIED
    assert "holds nothing that answers this promise" in told.message


def test_evidence_speaks_for_its_time_and_no_longer(project: Project, audited: Callable[..., Path]) -> None:
    run = audited()
    for on, outcome in ((date(2027, 3, 1), Outcome.HONOURED), (date(2027, 3, 2), Outcome.UNVERIFIED)):
        judged = judging(project, run, on=on)
        found = finding(judged.run(judged.policy.clauses), "6.c")
        assert found.outcome is outcome
    assert "the evidence is stale: it is of 2026-03-01 and speaks for 1 year" in found.message
    told, same = again(project, run)
    assert finding(same, "6.c") not in stale_on(told, same, date(2027, 3, 1))
    assert finding(same, "6.c") in stale_on(told, same, date(2027, 3, 2))


def test_an_interval_of_its_own_counts_before_what_the_policy_says_for_all(
    project: Project, audited: Callable[..., Path]
) -> None:
    project.changed("policy/policy.yaml", "good_for: P1Y", "good_for: P1M")
    judged = judging(project, audited())
    lives = {one.kind: str(judged.life_of(one)) for _, one in judged.policy.obligations}
    assert (lives["retention"], lives["restore_drill"]) == ("P1M", "P1Y")


def test_evidence_that_was_changed_is_not_judged(project: Project, audited: Callable[..., Path]) -> None:
    run = audited()
    facts = (run / "facts.jsonl").read_text()
    (run / "facts.jsonl").write_text(facts.replace('"examined":2', '"examined":9'))
    with pytest.raises(CommandError, match=r"is not what was written, and is not judged: .*facts.jsonl: was changed"):
        stored(run)
    with pytest.raises(CommandError, match=r"there is no run's manifest.json here"):
        stored(run.parent)


def test_a_draft_that_is_no_policy_is_refused(project: Project, audited: Callable[..., Path]) -> None:
    run = audited()
    with pytest.raises(PolicyError):
        judging(project, run, project.folder / "checks")


def test_what_is_stored_is_asked_for_by_its_examination(project: Project, audited: Callable[..., Path]) -> None:
    lines = [json.loads(line) for line in (audited() / "examinations.jsonl").read_text().splitlines()]
    named: dict[str, Any] = {f"{one['check']}[{one['id']}]": one for one in lines}
    assert len(named) == len(lines)
    one = named["records_leave_on_time[6.c-communications-crm]"]
    assert one["subject"]["place"] == {"system": "crm", "table": "communications", "is_copy": False}
    assert one["consulted"] == [["communications", "crm.communications"]]
    assert len(one["terms"]) == 64
