"""Every enforcement case through the audit: the clauses it names turn red, seen by the checks it names.

One database is enough: that a check answers alike in all of them is what the scenarios prove.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from clausecheck.audit.session import Request, Session
from clausecheck.case_files import Case, case_file
from clausecheck.check_files import check_files, not_yet
from clausecheck.docs_cases import cases_page
from clausecheck.documents import load_schemas
from clausecheck.errors import InputError
from clausecheck.model import Finding, Outcome
from clausecheck.policy import Policy, load_policy
from fixtures.worlds.cases import all_cases, staged_case
from fixtures.worlds.planted import found_in
from fixtures.worlds.scenarios import ROOT
from fixtures.worlds.servers import Missing
from tests.reports.left_in_english import left_of

CASES = all_cases()
STEMS = {check.stem for check in check_files(ROOT)}
SOURCES = "".join(path.read_text(encoding="utf-8") for top in ("src", "checks") for path in (ROOT / top).rglob("*.py"))
PLANNED = {planned.check for planned in not_yet(ROOT).values()}

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
each_world = pytest.mark.parametrize("case", [one for one in CASES if one.world], ids=lambda case: case.path.stem)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "policy")


def audited(case: Case, target: Path, policy: Policy) -> list[Finding]:
    at = datetime.fromisoformat(case.as_of)
    clauses = tuple(dict.fromkeys(one.clause for one in case.expected))
    with Session(Request(root=ROOT, target=str(target), clauses=clauses, as_of=at, clock=at), policy=policy) as session:
        examinations = [one for one in session.examinations if one.clause.id in clauses]
        session.gather(examinations)
        return [session.judge(one) for one in examinations]


def violations(findings: Sequence[Finding], clause: str, check: str) -> int:
    told = [one for one in findings if (one.clause, one.check) == (clause, check)]
    return sum(one.violations for one in told if one.outcome is Outcome.VIOLATED)


@each_world
def test_a_case_turns_its_clauses_red(case: Case, policy: Policy, tmp_path: Path) -> None:
    try:
        with staged_case(case, sql="sqlite", folder=tmp_path) as target:
            findings = audited(case, target, policy)
    except Missing as missing:
        pytest.skip(str(missing))
    assert not [finding.message for finding in findings if finding.our_fault]
    counted = {(one.clause, one.check): violations(findings, one.clause, one.check) for one in case.expected}
    assert counted == {(one.clause, one.check): one.violations for one in case.expected}
    assert not found_in(repr(findings))
    assert not {text for one in findings if one.check for text in left_of(one, "de")}, "languages/said/de.yaml lacks it"


@each_case
def test_a_case_names_checks_and_clauses_that_there_are(case: Case, policy: Policy) -> None:
    kinds = {clause.id: {one.kind for one in clause.obligations} for clause in policy.clauses}
    judged = {check.stem: check.kind for check in check_files(ROOT)}
    planned = {one.check: kind for kind, one in not_yet(ROOT).items()}
    for one in case.expected:
        assert one.check in (STEMS | PLANNED)
        assert (judged | planned)[one.check] in kinds[one.clause], f"{one.clause} has no such obligation"
        assert one.not_yet or one.check in STEMS
        assert one.not_yet or case.world


@each_case
def test_no_check_knows_of_a_case(case: Case) -> None:
    assert case.path.stem not in SOURCES


def test_the_cases_are_all_there() -> None:
    assert len(CASES) >= 35
    assert all(case.reference and case.what_became_of_it for case in CASES)


@pytest.mark.parametrize("lacking", ["reference", "authority", "status"])
def test_a_case_that_lacks_a_reference_is_refused(tmp_path: Path, lacking: str) -> None:
    lines = CASES[0].path.read_text(encoding="utf-8").splitlines(keepends=True)
    file = tmp_path / "case.yaml"
    file.write_text("".join(line for line in lines if not line.startswith(f"{lacking}:")), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        case_file(file, load_schemas(ROOT / "policy" / "schema"))
    (problem,) = refused.value.problems
    assert problem.file == str(file)
    assert problem.line > 0
    assert lacking in problem.message


def test_the_page_tells_what_is_not_caught() -> None:
    page = cases_page(CASES, ROOT)
    assert all(case.name in page and case.reference in page for case in CASES)
    assert page.count("not yet: ") == sum(bool(one.not_yet) for case in CASES for one in case.expected)
