"""An audit without pytest: what was not judged is never green, and the exit code says the worst."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clausecheck.audit.session import Request, Session, exit_code, moment
from clausecheck.errors import CommandError, InputError
from clausecheck.model import Finding, Outcome, Run
from tests.project import AS_OF, KEPT, OVERDUE, Project


def session(project: Project, *clauses: str) -> Session:
    target = str(project.folder / "targets" / "staging.yaml")
    return Session(Request(root=project.folder, target=target, clauses=clauses, as_of=moment(AS_OF)))


def audited(project: Project, *clauses: str) -> Run:
    with session(project, *clauses) as audit:
        audit.gather(audit.examinations)
        for one in audit.examinations:
            audit.judge(one)
        return audit.finish()


def only(run: Run) -> Finding:
    (finding,) = run.findings
    return finding


def test_what_was_judged_is_complete(project: Project) -> None:
    project.rows([KEPT, KEPT])
    run = audited(project, "6.c")
    assert (run.complete, run.selection, only(run).outcome) == (True, ("6.c",), Outcome.HONOURED)
    assert exit_code(run) == 0


def test_what_was_not_examined_is_unverified_and_the_run_incomplete(project: Project) -> None:
    project.rows([KEPT])
    with session(project, "6.c") as audit:
        run = audit.finish()
    assert (run.complete, only(run).outcome, only(run).our_fault) == (False, Outcome.UNVERIFIED, False)
    assert "not examined in this run" in only(run).message
    assert exit_code(run) == 2


def test_an_interrupted_run_is_incomplete_though_everything_was_judged(project: Project) -> None:
    project.rows([KEPT])
    with session(project, "6.c") as audit:
        audit.gather(audit.examinations)
        audit.judge(audit.examinations[0])
        assert audit.finish(complete=False).complete is False


def test_a_crash_costs_its_own_finding_only(project: Project) -> None:
    project.rows([KEPT])
    project.check("raise ZeroDivisionError", stem="legal_holds_are_reviewed")
    with_holds = (
        "  - {name: holds, category: legal_holds, system: crm, table: communications,\n"
        "     key: id, approver: id, reason: id, starts_at: created_at, review_at: created_at}\n"
    )
    target = project.folder / "targets" / "staging.yaml"
    target.write_text(target.read_text() + with_holds)
    run = audited(project, "6")
    by_check = {finding.check: finding for finding in run.findings if finding.system == "crm"}
    assert by_check["legal_holds_are_reviewed"].our_fault
    assert by_check["legal_holds_are_reviewed"].outcome is Outcome.UNVERIFIED
    assert by_check["records_leave_on_time"].outcome is Outcome.HONOURED
    assert exit_code(run) == 4


def test_exit_codes_say_the_worst(project: Project) -> None:
    project.rows([KEPT, OVERDUE])
    violated = audited(project, "6.c")
    finding = only(violated)

    def told(*findings: Finding) -> Run:
        (result,) = violated.clauses
        return replace(violated, clauses=tuple(replace(result, findings=(one,)) for one in findings))

    honoured = replace(finding, outcome=Outcome.HONOURED)
    waived, attested = replace(finding, outcome=Outcome.WAIVED), replace(finding, outcome=Outcome.ATTESTED)
    unverified = replace(finding, outcome=Outcome.UNVERIFIED)
    fault = replace(unverified, our_fault=True)
    assert exit_code(told(honoured, waived, attested)) == 0
    assert exit_code(told(honoured, unverified)) == 2
    assert exit_code(told(honoured, unverified), fail_on="violated") == 0
    assert exit_code(told(honoured, unverified, finding)) == 1
    assert exit_code(told(finding, unverified), fail_on="violated") == 1
    assert exit_code(told(finding, fault)) == 4
    assert exit_code(told(honoured, fault), fail_on="violated") == 4


@pytest.mark.parametrize(("clause", "nearest"), [("99", "9"), ("6.z", "6"), ("5.4.x", "5.4")])
def test_an_unknown_clause_is_refused_with_the_nearest(project: Project, clause: str, nearest: str) -> None:
    with pytest.raises(InputError, match="did you mean") as told, session(project, clause):
        pass
    assert repr(clause) in str(told.value)
    assert nearest in str(told.value).partition("did you mean")[2]


def test_a_section_selects_its_items(project: Project) -> None:
    project.rows([KEPT])
    with session(project, "6") as audit:
        assert [one.id for one in audit.clauses] == ["6", "6.a", "6.b", "6.c", "6.d", "6.e", "6.f"]


def test_a_moment_needs_a_zone() -> None:
    assert moment("2026-03-01T12:00:00Z") == datetime(2026, 3, 1, 12, tzinfo=UTC)
    for wrong in ("2026-03-01T12:00:00", "2026-03-01", "yesterday", "2026-02-30T12:00:00Z"):
        with pytest.raises(CommandError, match="--as-of"):
            moment(wrong)
