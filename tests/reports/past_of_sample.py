"""A history for the run by hand: something new, something fixed, something that goes on failing, something lost."""

from datetime import date, timedelta

from clausecheck.model import History, Outcome, PastRun, Run, Seen
from tests.reports.sample import ADMINISTRATORS, AS_OF, HOLDS, LATE, UNREACHED, sample_run

LAST_WEEK = AS_OF - timedelta(days=7)


def seen(before: Outcome | None, runs: int = 1) -> Seen:
    return Seen(before=before, since=LAST_WEEK if runs > 1 else AS_OF, runs=runs)


HISTORY = History(
    findings={
        ADMINISTRATORS.id: seen(None),
        HOLDS.id: seen(Outcome.VIOLATED),
        LATE.id: seen(Outcome.VIOLATED, runs=4),
        UNREACHED.id: seen(Outcome.HONOURED),
    },
    previous="2026-02-22-staging-0001",
    clauses={"6": seen(Outcome.VIOLATED), "6.c": seen(Outcome.VIOLATED, runs=4)},
    runs=(
        PastRun(
            id="2026-02-22-staging-0001", as_of=LAST_WEEK, started_at=LAST_WEEK, policy_version=date(2024, 3, 15),
            complete=True, totals={Outcome.VIOLATED: 2, Outcome.HONOURED: 3},
        ),
    ),
)  # fmt: skip


def run_with_past(**changes: object) -> Run:
    return sample_run(**{"history": HISTORY, **changes})
