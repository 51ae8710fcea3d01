"""What changed since the audit before: clause by clause, worst first. Nothing is computed anew; the history says it."""

from dataclasses import dataclass
from datetime import timedelta

from clausecheck.model import ClauseResult, Finding, Outcome, PastRun, Run

BREACH_CLOCK = timedelta(hours=72)
"""How long a controller has to tell the authority, from becoming aware: GDPR Art. 33(1)."""

_ORDER = list(Outcome)
_UNJUDGED = frozenset({Outcome.UNVERIFIED, Outcome.INFORMATIVE})


@dataclass(frozen=True, kw_only=True)
class Change:
    """A clause whose outcome is another than in the audit before; `was` is None where that audit did not have it."""

    result: ClauseResult
    was: Outcome | None


@dataclass(frozen=True, kw_only=True)
class Changes:
    """All that changed. `lost` was judged and is unverified now; `worse` is whatever else came down.

    `gone` counts, by their outcome then, the findings of the run before that this run has no longer.
    """

    before: PastRun
    new: tuple[Change, ...]
    lost: tuple[Change, ...]
    worse: tuple[Change, ...]
    better: tuple[Change, ...]
    still: int
    gone: tuple[tuple[Outcome, int], ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """Name -> changes, without those of which there are none."""
        named = (("new", self.new), ("lost", self.lost), ("worse", self.worse), ("better", self.better))
        return tuple((name, changes) for name, changes in named if changes)


@dataclass(frozen=True, kw_only=True)
class Today:
    """A finding that may be a personal-data breach, the clause it stands under, and when it was first seen."""

    result: ClauseResult
    finding: Finding

    def first_seen(self, run: Run) -> object:
        """The start of the first audit that saw it since it was last kept; this one where no earlier one is known."""
        seen = run.history.findings.get(self.finding.id) if run.history else None
        return (seen.first_violated or seen.since) if seen else run.started_at


def changes(run: Run) -> Changes | None:
    """What changed since the audit before; None where there is none, as of a first audit nothing is new."""
    before = next((past for past in reversed(run.history.runs) if past.id != run.id), None) if run.history else None
    if run.history is None or before is None:
        return None
    told = [
        Change(result=one, was=seen.before) for one in run.clauses if (seen := run.history.clauses.get(one.clause.id))
    ]
    kinds: dict[str, list[Change]] = {}
    for change in told:
        kinds.setdefault(_kind(change), []).append(change)
    known = {name: tuple(kinds.get(name, ())) for name in ("new", "lost", "worse", "better")}
    gone = [outcome for outcome in Outcome if outcome in run.history.gone.values()]
    return Changes(
        before=before,
        still=len(kinds.get("still", ())),
        gone=tuple((outcome, list(run.history.gone.values()).count(outcome)) for outcome in gone),
        **known,
    )


def _kind(change: Change) -> str:
    now, was = change.result.outcome, change.was
    if now is was:
        return "still" if now is Outcome.VIOLATED else "same"
    if now is Outcome.VIOLATED:
        return "new"
    if now is Outcome.UNVERIFIED:
        return "lost" if was and was not in _UNJUDGED else "worse"
    if was is None:
        return "same"
    return "worse" if _ORDER.index(now) < _ORDER.index(was) else "better"


def today(run: Run) -> tuple[Today, ...]:
    """The findings that may be a personal-data breach, in the order of the policy."""
    return tuple(
        Today(result=result, finding=finding)
        for result in run.clauses
        for finding in result.findings
        if finding.may_be_breach and finding.violations
    )
