"""From a fact to an outcome: green only where somebody looked at everything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from clausecheck import pytest_plugin
from clausecheck.audit.all_facts import ALL_FACTS, UnknownFact, kind_of_fact
from clausecheck.audit.checks import Check
from clausecheck.audit.judging import judge
from clausecheck.audit.planning import Examination
from clausecheck.audit.subjects import Subject
from clausecheck.errors import CannotVerify, Violation
from clausecheck.facts import Population, Records, RowClass, Unreadable
from clausecheck.model import Basis, Clause, Finding, Obligation, Outcome, Severity
from clausecheck.periods import Calendar
from fixtures.worlds.planted import EMAIL, found_in

OBLIGATION = Obligation(kind="retention", basis=Basis.COMPANY, approved_by="legal", terms={"period": "P5Y"})
RECORDS = Records(noun="tickets", examined=12, classes={"overdue": RowClass()})


@dataclass(frozen=True)
class Member:
    label: str
    untold: str = ""


def examination(body: Callable[..., object], facts: tuple[str, ...] = ("records",)) -> Examination:
    check = Check(
        stem="a_check", kind="retention", function=body, facts=facts, promise="A promise", how="How.", file=""
    )
    clause = Clause(id="6.c", title="", promise="", severity=Severity.LOW, owner="dpo", obligations=(OBLIGATION,))
    return Examination(check=check, clause=clause, obligation=OBLIGATION, subject=Subject(system="crm"))


def judged(body: Callable[..., object], fact: Any = RECORDS) -> Finding:
    return judge(examination(body), lambda: fact)


def keeps(records: Any) -> None:
    """Finds nothing against the clause."""


def breaks(records: Any) -> None:
    offenders = records["overdue"] if isinstance(records, Records) else [one for one in records if one.label == "bad"]
    raise Violation(promised="Kept for 5 years.", found="Kept too long", offenders=offenders, remedy="Delete them.")


def test_honoured_says_how_many_were_examined() -> None:
    finding = judged(keeps)
    assert (finding.outcome, finding.examined, finding.violations) == (Outcome.HONOURED, 12, 0)
    assert "All 12 tickets were examined" in finding.message


def test_a_check_that_asks_for_the_calendar_is_handed_it() -> None:
    handed = []

    def looks(records: Any, calendar: Any) -> None:
        handed.append(calendar)

    calendar = Calendar(as_of=datetime(2026, 3, 1, tzinfo=UTC), time_zone="UTC")
    assert judge(examination(looks), lambda: RECORDS, calendar=calendar).outcome is Outcome.HONOURED
    assert handed == [calendar]


def test_none_is_an_answer_where_everything_there_is_was_told() -> None:
    finding = judged(keeps, Population(noun="administrators", members=(), told_in_full_by="the plan"))
    assert (finding.outcome, finding.examined) == (Outcome.HONOURED, 0)
    assert "Looked at in full, the plan has no administrators." in finding.message


def test_none_is_no_answer_where_something_could_not_be_read() -> None:
    unread = (Unreadable(what="a policy", why="unknown"),)
    empty = Population(noun="administrators", members=(), told_in_full_by="the plan", unreadable=unread)
    assert judged(keeps, empty).outcome is Outcome.UNVERIFIED


def test_pytest_knows_every_fact_that_is_gathered() -> None:
    assert set(pytest_plugin.FACTS) == set(ALL_FACTS)


def test_violated_tells_promised_found_how_many_examples_and_remedy_in_this_order() -> None:
    names = tuple(f"record-{number}" for number in range(7))
    fact = Records(
        noun="tickets",
        examined=1200,
        classes={"overdue": RowClass(count=1003, examples=names)},
        undecidable={"no date": 4},
    )
    finding = judged(breaks, fact)
    message = (
        "Kept for 5 years. Kept too long: 1,003 of 1,200 tickets. 4 more could not be decided. "
        "For example record-0, record-1, record-2, record-3, record-4. Delete them."
    )
    assert finding.message == message
    assert (finding.outcome, finding.violations, finding.undecidable) == (Outcome.VIOLATED, 1003, 4)
    assert finding.examples == names[:5]


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        (Records(noun="tickets", examined=0), "there are no tickets"),
        (Records(noun="tickets", examined=0, excluded={"of other datasets": 9}), "there are no tickets"),
        (Records(noun="tickets", examined=0, empty_is_an_answer=True), "there are no tickets"),
        (Records(noun="tickets", examined=3, undecidable={"no date": 3}), "3 tickets do not decide (no date)"),
        (Records(noun="tickets", examined=3, undecidable={"no date": 1}), "1 tickets do not decide (no date)"),
        (
            Records(noun="tickets", examined=3, unreadable=(Unreadable(what="2 rows", why="hidden"),)),
            "2 rows could not be read",
        ),
        (Population(noun="administrators", members=()), "there are no administrators"),
        (
            Population(noun="stores", members=(Member("a", "not told"), Member("b"))),
            "1 stores could not be told (not told)",
        ),
        (
            Population(noun="stores", members=(Member("a"),), unreadable=(Unreadable(what="eu-1", why="denied"),)),
            "eu-1",
        ),
    ],
)
def test_what_was_not_all_looked_at_is_never_green(fact: Any, reason: str) -> None:
    finding = judged(keeps, fact)
    assert finding.outcome is Outcome.UNVERIFIED
    assert reason in finding.message
    assert not finding.our_fault


def test_held_and_excluded_rows_do_not_spoil_what_was_examined() -> None:
    fact = Records(noun="tickets", examined=5, held=2, excluded={"of other datasets": 9, "after the audited moment": 1})
    finding = judged(keeps, fact)
    assert (finding.outcome, finding.held, finding.excluded) == (Outcome.HONOURED, 2, 10)


def test_a_member_that_offends_is_not_counted_as_untold_as_well() -> None:
    members = (Member("bad", "half told"), Member("worse", "half told"), Member("good"))
    finding = judged(breaks, Population(noun="stores", members=members))
    assert (finding.outcome, finding.violations, finding.examined, finding.unreadable) == (Outcome.VIOLATED, 1, 3, 1)


def test_what_a_body_cannot_tell_is_unverified_and_no_fault_of_ours() -> None:
    def cannot(records: Any) -> None:
        raise CannotVerify("the ledger is torn", tried="reading it", remedy="mend it")

    finding = judged(cannot)
    assert (finding.outcome, finding.our_fault) == (Outcome.UNVERIFIED, False)
    assert finding.message == "Nobody could tell: the ledger is torn. Tried: reading it. mend it."
    assert finding.reasons == ("the ledger is torn",)


@pytest.mark.parametrize("where", ["gathering", "judging"])
def test_a_crash_is_our_fault_and_shows_no_value(where: str) -> None:
    def crash(records: Any = None) -> Any:
        raise ValueError(EMAIL)

    finding = judge(examination(keeps), crash) if where == "gathering" else judged(crash)
    assert (finding.outcome, finding.our_fault) == (Outcome.UNVERIFIED, True)
    assert "ValueError" in finding.message
    assert not found_in(repr(finding))


def test_an_interruption_is_not_judged() -> None:
    def interrupted(records: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judged(interrupted)


def test_a_check_gets_what_it_asks_for_and_nothing_else() -> None:
    given: list[Any] = []
    judged(lambda records, obligation: given.extend([records, obligation]))
    judged(lambda records: given.append(records))  # noqa: PLW0108 - the parameter's name is what is asked for
    assert given == [RECORDS, OBLIGATION, RECORDS]


@pytest.mark.parametrize("facts", [("recrods",), (), ("records", "stores")])
def test_a_check_that_asks_for_an_unknown_fact_names_both_sides(facts: tuple[str, ...]) -> None:
    with pytest.raises(UnknownFact) as told:
        kind_of_fact(examination(keeps, facts).check)
    assert all(name in str(told.value) for name in ("a_check", *facts, "records", "administrators", "stores"))


def test_a_finding_carries_basis_approver_and_terms() -> None:
    finding = judged(keeps)
    assert (finding.basis, finding.approved_by, finding.terms) == (Basis.COMPANY, "legal", {"period": "P5Y"})
