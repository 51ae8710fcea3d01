"""What is told of a run: findings that are new, lost from sight, fixed or seen again. Pure, and without examples.

A pseudonym is of no use in a chat, so not even those leave: clause, place, counts, and what to do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from clausecheck.history.comparing import Change, change
from clausecheck.model import Clause, Finding, History, Outcome, Run
from clausecheck.reports.past import changed, seen
from clausecheck.reports.phrases import place, verdict
from clausecheck.reports.words import visible

_WORSE, _BETTER = (Change.NEW, Change.LOST), (Change.FIXED, Change.SEEN)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One finding that changed. `clause` is "" for a place that is no longer examined: then `id` alone is known."""

    id: str
    change: Change
    outcome: Outcome
    before: Outcome | None
    clause: str = ""
    title: str = ""
    severity: str = ""
    owner: str = ""
    place: str = ""
    violations: int = 0
    examined: int = 0
    noun: str = ""
    remedy: str = ""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What changed in a run, every text neutral; `worse` and `better` are in the order of the policy."""

    run: str
    target: str
    environment: str
    as_of: str
    policy_version: str
    verdict: str
    totals: dict[str, int] = field(default_factory=dict)
    worse: tuple[Entry, ...] = ()
    better: tuple[Entry, ...] = ()


def notice(run: Run) -> Notice | None:
    """The notice; None where nothing is new and nothing is fixed."""
    entries = [*_entries(run), *_gone(run.history or History())]
    worse, better = _of(entries, _WORSE), _of(entries, _BETTER)
    if not worse and not better:
        return None
    return Notice(
        run=visible(run.id),
        target=visible(run.target),
        environment=visible(run.environment),
        as_of=run.as_of.isoformat(),
        policy_version=run.policy_version.isoformat(),
        verdict=verdict(run),
        totals={outcome.value: count for outcome, count in run.totals().items()},
        worse=worse,
        better=better,
    )


def _of(entries: Iterable[Entry], changes: tuple[Change, ...]) -> tuple[Entry, ...]:
    return tuple(one for one in entries if one.change in changes)


def _entries(run: Run) -> Iterator[Entry]:
    for result in run.clauses:
        for finding in result.findings:
            if became := changed(run, finding):
                yield _entry(result.clause, finding, became, run)


def _entry(clause: Clause, finding: Finding, became: Change, run: Run) -> Entry:
    known = seen(run, finding.id)
    return Entry(
        id=visible(finding.id),
        change=became,
        outcome=finding.outcome,
        before=known.before if known else None,
        clause=clause.id,
        title=visible(clause.title),
        severity=clause.severity.value,
        owner=visible(clause.owner),
        place=visible(place(finding)),
        violations=finding.violations,
        examined=finding.examined,
        noun=visible(finding.noun),
        remedy=visible(finding.remedy),
    )


def _gone(history: History) -> Iterator[Entry]:
    """What the run before judged and this one no longer examines: nobody can tell any more."""
    for id_, before in history.gone.items():
        if became := change(before, None):
            yield Entry(id=visible(id_), change=became, outcome=Outcome.UNVERIFIED, before=before)
