"""Two runs held against each other: pure, and the only place that says what new, fixed and lost mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from clausecheck.model import History, Outcome, Run, Seen

_OFFENDS = {Outcome.VIOLATED, Outcome.WAIVED}
_FAILS = {Outcome.VIOLATED, Outcome.UNVERIFIED}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was known of a finding or a clause after a run; the moments are those of `Seen`."""

    clause: str
    outcome: Outcome
    since: datetime
    runs: int
    first_violated: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Verdicts:
    """What was known after a run: of the clauses and findings that it examined, and of those `kept` from earlier runs,
    as it looked at other clauses.
    """

    clauses: Mapping[str, Verdict] = field(default_factory=dict)
    findings: Mapping[str, Verdict] = field(default_factory=dict)
    kept: Mapping[str, Verdict] = field(default_factory=dict)
    kept_clauses: Mapping[str, Verdict] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, Verdict]:
        return {**self.kept, **self.findings}

    @property
    def known_clauses(self) -> dict[str, Verdict]:
        return {**self.kept_clauses, **self.clauses}


def after(run: Run, before: Verdicts) -> Verdicts:
    """What is known once `run` has ended, where `before` was known until then."""
    known, clauses = before.known, before.known_clauses
    looked_at = {result.clause.id for result in run.clauses}
    findings = {one.id: _verdict(known.get(one.id), one.clause, one.outcome, run) for one in run.findings}
    return Verdicts(
        findings=findings,
        clauses={
            one.clause.id: _verdict(clauses.get(one.clause.id), one.clause.id, one.outcome, run) for one in run.clauses
        },
        kept={id_: one for id_, one in known.items() if id_ not in findings and one.clause not in looked_at},
        kept_clauses={id_: one for id_, one in clauses.items() if id_ not in looked_at},
    )


def _verdict(before: Verdict | None, clause: str, outcome: Outcome, run: Run) -> Verdict:
    lasts = before is not None and before.outcome is outcome
    return Verdict(
        clause=clause,
        outcome=outcome,
        since=before.since if before and lasts else run.started_at,
        runs=before.runs + 1 if before and lasts else 1,
        first_violated=_first_violated(before, outcome, run),
    )


def _first_violated(before: Verdict | None, outcome: Outcome, run: Run) -> datetime | None:
    """Nobody who cannot tell may stop the clock of a breach; only who sees that the promise is kept does."""
    if outcome not in _OFFENDS | {Outcome.UNVERIFIED}:
        return None
    earlier = before.first_violated if before else None
    return earlier or (run.started_at if outcome in _OFFENDS else None)


def past(run: Run, before: Verdicts) -> History:
    """What `before` says of this run; trend and name of the run before are added by who knows them."""
    now, known, clauses = after(run, before), before.known, before.known_clauses
    looked_at = {result.clause.id for result in run.clauses}
    return History(
        findings={id_: _seen(known.get(id_), one) for id_, one in now.findings.items()},
        clauses={id_: _seen(clauses.get(id_), one) for id_, one in now.clauses.items()},
        gone={
            id_: one.outcome for id_, one in known.items() if one.clause in looked_at and id_ not in now.findings
        },
    )  # fmt: skip


def _seen(before: Verdict | None, now: Verdict) -> Seen:
    return Seen(
        before=before.outcome if before else None,
        since=now.since,
        runs=now.runs,
        first_violated=now.first_violated,
    )


class Change(StrEnum):
    """What became of a finding from one run to another, in the order in which people want to hear it."""

    NEW = "new"
    LOST = "lost from sight"
    STILL = "still failing"
    UNSEEN = "still unverified"
    FIXED = "fixed"
    SEEN = "seen again"
    ACCEPTED = "waived"


def change(before: Outcome | None, now: Outcome | None) -> Change | None:
    """None where nothing changed that anybody has to hear of. `now` is None for what is no longer examined."""
    if now is None:
        return None if before in {None, Outcome.UNVERIFIED, Outcome.INFORMATIVE} else Change.LOST
    if now is Outcome.VIOLATED:
        return Change.STILL if before is now else Change.NEW
    if now is Outcome.UNVERIFIED:
        return Change.NEW if before is None else Change.UNSEEN if before is now else Change.LOST
    if now is Outcome.WAIVED:
        return None if before is now else Change.ACCEPTED
    return Change.FIXED if before in _OFFENDS else Change.SEEN if before is Outcome.UNVERIFIED else None


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A finding that changed, or that goes on failing. `now` is None for what is no longer examined."""

    finding: str
    clause: str
    change: Change
    before: Outcome | None
    now: Outcome | None
    since: datetime | None = None
    runs: int = 0


def difference(before: Verdicts, now: Verdicts) -> tuple[Changed, ...]:
    """What changed between two runs, over the clauses that both looked at, in the order of the policy."""
    both = [clause for clause in now.clauses if clause in before.clauses]
    order = {clause: place for place, clause in enumerate(both)}
    told = [one for one in _changes(before, now) if one.clause in order]
    return tuple(sorted(told, key=lambda one: (order[one.clause], list(Change).index(one.change), one.finding)))


def _changes(before: Verdicts, now: Verdicts) -> Iterator[Changed]:
    for id_ in {**before.findings, **now.findings}:
        old, new = before.findings.get(id_), now.findings.get(id_)
        was, is_ = (one.outcome if one else None for one in (old, new))
        told, either = change(was, is_), new or old
        if told and either:
            changed = Changed(finding=id_, clause=either.clause, change=told, before=was, now=is_)
            yield replace(changed, since=new.since, runs=new.runs) if new else changed


def regressions(run: Run) -> tuple[str, ...]:
    """What fails in this run and did not fail so before: ids of findings, and of clauses that have none.

    Newly violated, newly unverified, and no longer examined at all. Without history everything that fails is new.
    """
    history = run.history or History()
    new = {Change.NEW, Change.LOST}
    findings = [one.id for one in run.findings if change(_before(history.findings, one.id), one.outcome) in new]
    silent = [one.clause.id for one in run.clauses if one.outcome in _FAILS and not one.findings]
    clauses = [id_ for id_ in silent if _before(history.clauses, id_) is not Outcome.UNVERIFIED]
    return (*findings, *clauses, *(id_ for id_, before in history.gone.items() if change(before, None) in new))


def _before(seen: Mapping[str, Seen], id_: str) -> Outcome | None:
    return seen[id_].before if id_ in seen else None


def written(verdicts: Verdicts) -> dict[str, Any]:
    """As JSON: a list for each finding, as there are many."""
    parts = {name: getattr(verdicts, name) for name in ("clauses", "findings", "kept", "kept_clauses")}
    return {name: {id_: _row(one) for id_, one in told.items()} for name, told in parts.items()}


def _row(one: Verdict) -> list[Any]:
    first = one.first_violated.isoformat() if one.first_violated else None
    return [one.clause, one.outcome.value, one.since.isoformat(), one.runs, first]


def read(told: Mapping[str, Mapping[str, list[Any]]]) -> Verdicts:
    """What `written` wrote."""
    return replace(
        Verdicts(), **{name: {id_: _of(row) for id_, row in rows.items()} for name, rows in told.items()}
    )  # fmt: skip


def _of(row: list[Any]) -> Verdict:
    clause, outcome, since, runs, first = row
    return Verdict(
        clause=clause,
        outcome=Outcome(outcome),
        since=datetime.fromisoformat(since),
        runs=runs,
        first_violated=datetime.fromisoformat(first) if first else None,
    )
