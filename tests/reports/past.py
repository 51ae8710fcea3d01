"""What earlier audits say of the sample run, its evidence and who signed it."""

from dataclasses import replace
from datetime import date, timedelta

from clausecheck.model import Decision, EvidenceRef, History, Outcome, PastRun, Run, Seen, SignOff
from tests.reports.sample import ADMINISTRATORS, AS_OF, LATE, MARKUP, SCRIPT, sample_run

WEEK = timedelta(days=7)


def past_run(weeks: int, **changes: object) -> PastRun:
    known = {
        "id": f"2026-02-{weeks:02}-staging", "as_of": AS_OF - weeks * WEEK, "started_at": AS_OF - weeks * WEEK,
        "policy_version": date(2024, 3, 15), "complete": weeks != 2,
        "totals": {Outcome.VIOLATED: weeks, Outcome.UNVERIFIED: 1, Outcome.HONOURED: 5 - weeks},
    }  # fmt: skip
    return PastRun(**{**known, **changes})  # type: ignore[arg-type]


def seen(before: Outcome | None, *, weeks: int = 0, runs: int = 1) -> Seen:
    return Seen(before=before, since=AS_OF - weeks * WEEK, runs=runs)


HISTORY = History(
    findings={LATE.id: seen(Outcome.VIOLATED, weeks=3, runs=4), ADMINISTRATORS.id: seen(Outcome.HONOURED)},
    clauses={
        "1.1.a": seen(Outcome.HONOURED), "1.1.b": seen(Outcome.UNVERIFIED, weeks=1, runs=2),
        "4.1.a": seen(Outcome.UNVERIFIED), "4.1.b": seen(Outcome.HONOURED), "4.1.c": seen(Outcome.HONOURED),
        "6": seen(None), "6.a": seen(Outcome.VIOLATED), "6.c": seen(Outcome.VIOLATED, weeks=3, runs=4),
    },
    gone={"mfa[4.9-cloud]": Outcome.VIOLATED, "mfa[4.8-cloud]": Outcome.HONOURED, "mfa[4.7]": Outcome.HONOURED},
    runs=tuple(past_run(weeks) for weeks in (3, 2, 1)),
)  # fmt: skip

EVIDENCE = EvidenceRef(
    folder="evidence/2026-03-01-staging-7f3a",
    manifest_sha256="3f" * 32,
    signed_by="SHA256:k3y",
    files={"facts.jsonl": "ab" * 32, "seen/a b:c.png": "cd" * 32},
)

SIGNED = SignOff(
    name=SCRIPT, role="data protection officer", at=AS_OF + timedelta(hours=3),
    decisions=(
        Decision(clause="6.c", decision="Delete them by hand until the archive is repaired.", due=date(2026, 3, 31)),
        Decision(clause="9.z", decision=MARKUP, due=date(2026, 4, 1)),
    ),
)  # fmt: skip


def run_with_a_past(**changes: object) -> Run:
    """The sample run, one finding of which may be a breach, with history, evidence and a signature."""
    run = sample_run()
    clauses = tuple(
        replace(result, findings=tuple(replace(f, may_be_breach=f.id == ADMINISTRATORS.id) for f in result.findings))
        for result in run.clauses
    )
    known = {
        "clauses": clauses, "history": HISTORY, "evidence": EVIDENCE, "sign_off": SIGNED,
        "proven": {"records_leave_on_time": 12},
    }  # fmt: skip
    return sample_run(**{**known, **changes})
