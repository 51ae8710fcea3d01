"""Runs by hand, one after another."""

from datetime import UTC, date, datetime, timedelta

from clausecheck.model import Basis, Clause, ClauseResult, Finding, Obligation, Outcome, Run, Severity

FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)
PROMISE = Obligation(kind="retention", basis=Basis.PUBLISHED)
HONOURED, VIOLATED, UNVERIFIED = Outcome.HONOURED, Outcome.VIOLATED, Outcome.UNVERIFIED
WAIVED, ATTESTED = Outcome.WAIVED, Outcome.ATTESTED


def day(number: int) -> datetime:
    return FIRST + timedelta(days=number)


def finding(place: str, outcome: Outcome, clause: str = "6.c", **known: object) -> Finding:
    return Finding(
        id=f"records_leave_on_time[{clause}-{place}]", clause=clause, check="records_leave_on_time",
        obligation="retention", system="crm", resource=f"crm.{place}", outcome=outcome, message="told", **known,  # type: ignore[arg-type]
    )  # fmt: skip


def clause(id_: str) -> Clause:
    return Clause(
        id=id_, title="Records", promise="They leave.", severity=Severity.HIGH, owner="dpo", obligations=(PROMISE,)
    )


def run(number: int, /, clauses: tuple[str, ...] = ("6.c",), *, complete: bool = True, **outcomes: Outcome) -> Run:
    """The run of day `number`: `tickets=VIOLATED` is a finding of clause 6.c."""
    return run_of(number, clauses, [finding(place, outcome) for place, outcome in outcomes.items()], complete=complete)


def run_of(number: int, clauses: tuple[str, ...], findings: list[Finding], *, complete: bool = True) -> Run:
    return Run(
        id=f"2026-03-{number + 1:02}T12-00-00Z-staging-{number:06x}", target="staging", environment="staging",
        organisation="o", policy_title="p", policy_version=date(2024, 3, 15), time_zone="UTC", as_of=day(number),
        started_at=day(number), finished_at=day(number), complete=complete, selection=(), tool_version="0",
        sections=(), clauses=tuple(
            ClauseResult(clause=clause(id_), findings=tuple(one for one in findings if one.clause == id_))
            for id_ in clauses
        ),
    )  # fmt: skip
