"""Which examinations an audit has: one an obligation and place, and one where nothing is mapped."""

from collections.abc import Callable

from clausecheck.audit.checks import Check
from clausecheck.audit.planning import plan, unjudged
from clausecheck.audit.subjects import NOTHING_MAPPED
from clausecheck.model import Basis, Clause, Obligation, Severity
from clausecheck.periods import Period
from clausecheck.policy.obligations.retention import Retention
from clausecheck.targets.model import Dataset, Place, System, Target

ROLES = {"key": "id", "recorded_at": "at"}


def never_called(records: object) -> None:
    raise AssertionError("planning calls no check")


def check(
    kind: str = "retention", facts: tuple[str, ...] = ("records",), body: Callable[..., None] = never_called
) -> Check:
    return Check(stem=f"judges_{kind}", kind=kind, function=body, facts=facts, promise="", how="", file="")


def retention(category: str, period: str = "P5Y") -> Retention:
    return Retention(
        kind="retention", basis=Basis.PUBLISHED, category=category, period=Period.parse(period), anchor="recorded_at"
    )


def clause(number: str, *obligations: Obligation) -> Clause:
    return Clause(id=number, title="", promise="", severity=Severity.LOW, owner="dpo", obligations=obligations)


def target(*datasets: Dataset) -> Target:
    systems = {name: System(name=name, kind="sql", settings={}) for name in ("crm", "lake")}
    return Target(name="t", mode="read-only", environment="demo", systems=systems, datasets=datasets)


def dataset(name: str, *places: Place) -> Dataset:
    return Dataset(name=name, category="tickets", places=places)


CRM = Place(system="crm", table="tickets", roles=ROLES)
ARCHIVE = Place(system="lake", table="tickets_archive", roles=ROLES, is_copy=True)


def test_each_place_of_each_dataset_is_examined_by_itself() -> None:
    planned = plan(
        [clause("6.c", retention("tickets"))], [check()], target(dataset("mail", CRM, ARCHIVE), dataset("chat", CRM))
    )
    assert [one.id for one in planned] == ["6.c-mail-crm", "6.c-mail-lake.tickets_archive", "6.c-chat-crm"]
    assert [one.subject.resource for one in planned] == ["crm.tickets", "lake.tickets_archive", "crm.tickets"]


def test_an_obligation_for_which_nothing_is_mapped_is_examined_all_the_same() -> None:
    (one,) = plan([clause("6.b", retention("samples"))], [check()], target())
    assert one.subject is NOTHING_MAPPED
    assert one.id == "6.b-nothing-mapped"


def test_two_obligations_of_one_kind_have_two_ids() -> None:
    twice = clause("6.c", retention("tickets"), retention("tickets", "P7Y"))
    planned = plan([twice], [check()], target(dataset("mail", CRM)))
    assert [one.id for one in planned] == ["6.c-mail-crm", "6.c-mail-crm-1"]
    assert [str(one.obligation.period) for one in planned if isinstance(one.obligation, Retention)] == ["P5Y", "P7Y"]


def test_the_order_is_the_policys() -> None:
    clauses = [clause("6.f", retention("tickets")), clause("6.a", retention("tickets"))]
    assert [one.clause.id for one in plan(clauses, [check()], target(dataset("mail", CRM)))] == ["6.f", "6.a"]


def test_a_check_that_asks_for_what_nobody_gathers_keeps_its_examination() -> None:
    planned = plan([clause("6.c", retention("tickets"))], [check(facts=("rekords",))], target(dataset("mail", CRM)))
    assert [one.subject for one in planned] == [NOTHING_MAPPED]


def test_obligations_without_a_check_are_told() -> None:
    other = Obligation(kind="log_expiry", basis=Basis.PUBLISHED)
    clauses = [clause("6.d", retention("logs"), other)]
    assert unjudged(clauses, [check()]) == [(clauses[0], other)]
