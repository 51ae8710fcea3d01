"""The order of the page: sections, the headings below them, and what stands out at the top."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clausecheck.model import ClauseResult, Finding, Outcome, Run, Severity
from clausecheck.reports.phrases import place, tally, told

Tally = tuple[tuple[Outcome, int], ...]
_Reason = tuple[str, tuple[tuple[str, Any], ...], bool]
_SEVEREST = list(Severity)


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A place of the policy with others below it. `tally` counts their outcomes; the heading inherits none of them."""

    id: str
    title: str
    tally: Tally
    own: ClauseResult | None
    items: tuple["Heading | ClauseResult", ...]


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A violated clause and its violated findings, the one with the most offenders first to be told."""

    result: ClauseResult
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Finding:
        return max(self.findings, key=lambda one: one.violations)


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """One reason why something was not seen, and the clauses that it leaves open.

    `is_ours` where no check says it: then `reason` is the key of the page's own text, with `values` to put into it.
    """

    reason: str
    values: tuple[tuple[str, Any], ...]
    is_ours: bool
    clauses: tuple[str, ...]


def outline(run: Run) -> tuple[Heading, ...]:
    """The sections of which the run has clauses, in the order of the policy; no clause is left out."""
    titles = {section.id: section.title for section in run.sections}
    present = dict.fromkeys(result.clause.id.split(".")[0] for result in run.clauses)
    return tuple(_heading(place, titles.get(place, "Section"), run.clauses) for place in present)


def _heading(place: str, title: str, results: tuple[ClauseResult, ...]) -> Heading:
    within = tuple(result for result in results if result.clause.is_within(place))
    own = next((result for result in within if result.clause.id == place), None)
    below = tuple(result for result in within if result is not own)
    return Heading(id=place, title=title, tally=tally(within), own=own, items=_items(below))


def _items(below: tuple[ClauseResult, ...]) -> tuple[Heading | ClauseResult, ...]:
    """A clause that others stand under becomes a heading, and those others stand there."""
    items: list[Heading | ClauseResult] = []
    heading = None
    for result in below:
        clause = result.clause
        if heading and clause.is_within(heading.id):
            continue
        is_heading = any(other is not result and other.clause.is_within(clause.id) for other in below)
        heading = _heading(clause.id, clause.title, below) if is_heading else None
        items.append(heading or result)
    return tuple(items)


def attention(run: Run) -> tuple[Broken, ...]:
    """The violated clauses, the most severe first, within that in the order of the policy."""
    broken = [
        Broken(result=result, findings=tuple(f for f in result.findings if f.outcome is Outcome.VIOLATED))
        for result in run.clauses
        if result.outcome is Outcome.VIOLATED
    ]
    return tuple(sorted(broken, key=lambda one: _SEVEREST.index(one.result.clause.severity)))


def unseen(run: Run) -> tuple[Unseen, ...]:
    """Every reason why something could not be seen, those that leave the most clauses open first."""
    clauses: dict[_Reason, dict[str, None]] = {}  # as ordered sets
    for result in run.clauses:
        for reason in _reasons(result):
            clauses.setdefault(reason, {})[result.clause.id] = None
    ordered = sorted(clauses.items(), key=lambda entry: -len(entry[1]))
    return tuple(
        Unseen(reason=reason, values=values, is_ours=ours, clauses=tuple(ids))
        for (reason, values, ours), ids in ordered
    )


def _reasons(result: ClauseResult) -> Iterator[_Reason]:
    """Each reason of checks as they say it, and each of the page's own by its key."""
    if result.outcome is Outcome.UNVERIFIED and not result.findings:
        yield "clause.not_looked_at", (), True
    for finding in result.findings:
        if finding.reasons or finding.outcome is Outcome.UNVERIFIED:
            if finding.outcome is not Outcome.ATTESTED:
                yield from ((reason, (), False) for reason in finding.reasons or (told(finding),))
        elif open_ := finding.unreadable + finding.undecidable:
            where = place(finding)
            key = "unseen.open" if where else "unseen.open_anywhere"
            yield key, (("count", open_), ("noun", finding.noun), ("where", where)), True
