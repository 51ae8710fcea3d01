"""Outcomes, clauses and totals."""

from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.model import Basis, Clause, ClauseResult, Finding, Obligation, Outcome, Run, Severity

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PROMISE = Obligation(kind="retention", basis=Basis.PUBLISHED)


def clause(number: str, *obligations: Obligation) -> Clause:
    return Clause(id=number, title="", promise="", severity=Severity.LOW, owner="dpo", obligations=obligations)


def finding(number: str, outcome: Outcome) -> Finding:
    return Finding(
        clause=number,
        check="a_check",
        obligation="retention",
        system="crm",
        resource="crm.t",
        outcome=outcome,
        message="",
    )


def run(*clauses: ClauseResult) -> Run:
    return Run(
        id="run", target="t", environment="demo", organisation="o", policy_title="p", policy_version=date(2024, 3, 15),
        time_zone="UTC", as_of=MOMENT, started_at=MOMENT, finished_at=MOMENT, complete=True, selection=(),
        tool_version="0", sections=(), clauses=clauses,
    )  # fmt: skip


def test_the_worst_outcome_is_the_one_that_the_design_puts_first() -> None:
    order = [Outcome.VIOLATED, Outcome.UNVERIFIED, Outcome.WAIVED, Outcome.ATTESTED, Outcome.HONOURED]
    for number, worst in enumerate(order):
        assert all(Outcome.worst(some) is worst for some in permutations(order[number:]))
    assert Outcome.worst([]) is Outcome.INFORMATIVE


@given(outcomes=st.lists(st.sampled_from(Outcome), min_size=1))
def test_one_violation_is_never_outweighed(outcomes: list[Outcome]) -> None:
    assert Outcome.worst([*outcomes, Outcome.VIOLATED]) is Outcome.VIOLATED
    assert Outcome.worst(outcomes) in outcomes


@pytest.mark.parametrize(
    ("number", "selected", "within"),
    [
        ("6.a", "6", True),
        ("6", "6", True),
        ("60.a", "6", False),
        ("6", "6.a", False),
        ("5.4.a", "5.4", True),
        ("5.4.a", "5", True),
        ("5.40", "5.4", False),
    ],
)
def test_a_selection_holds_what_stands_under_it(number: str, selected: str, within: bool) -> None:
    assert clause(number).is_within(selected) is within


def test_a_clause_that_obliges_and_has_no_finding_was_not_looked_at() -> None:
    assert ClauseResult(clause=clause("6.c", PROMISE), findings=()).outcome is Outcome.UNVERIFIED
    assert ClauseResult(clause=clause("6"), findings=()).outcome is Outcome.INFORMATIVE


def test_a_clause_takes_the_worst_of_its_own_findings() -> None:
    found = tuple(finding("6.c", outcome) for outcome in (Outcome.HONOURED, Outcome.VIOLATED, Outcome.UNVERIFIED))
    assert ClauseResult(clause=clause("6.c", PROMISE), findings=found).outcome is Outcome.VIOLATED
    assert ClauseResult(clause=clause("6.c", PROMISE), findings=found[::2]).outcome is Outcome.UNVERIFIED


def test_totals_count_clauses_not_findings_and_tell_zeros() -> None:
    honoured = ClauseResult(clause=clause("6.b", PROMISE), findings=(finding("6.b", Outcome.HONOURED),) * 3)
    violated = ClauseResult(clause=clause("6.c", PROMISE), findings=(finding("6.c", Outcome.VIOLATED),))
    told = run(honoured, violated)
    assert list(told.totals()) == list(Outcome)
    assert told.totals() | {Outcome.HONOURED: 1, Outcome.VIOLATED: 1} == told.totals()
    assert sum(told.totals().values()) == 2
    assert len(told.findings) == 4
