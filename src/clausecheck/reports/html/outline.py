"""The order of the page: sections, the headings below them, and what stands out at the top."""

from collections.abc import Iterable
from dataclasses import dataclass

from clausecheck.model import ClauseResult, Finding, Outcome, Run
from clausecheck.reports.phrases import tally, told

Tally = tuple[tuple[Outcome, int], ...]


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A place of the policy with others below it. `tally` counts their outcomes; the heading inherits none of them."""

    id: str
    title: str
    tally: Tally
    own: ClauseResult | None
    items: tuple["Heading | ClauseResult", ...]


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """One reason why something was not seen, and the clauses that it leaves open."""

    reason: str
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


def attention(run: Run) -> tuple[tuple[ClauseResult, Finding], ...]:
    """The violated findings with their clauses, in the order of the policy."""
    return tuple((c, f) for c in run.clauses for f in c.findings if f.outcome is Outcome.VIOLATED)


def unseen(run: Run) -> tuple[Unseen, ...]:
    """Every reason why something could not be seen, those that leave the most clauses open first."""
    clauses: dict[str, dict[str, None]] = {}  # as ordered sets
    for result in run.clauses:
        for reason in _reasons(result):
            clauses.setdefault(reason, {})[result.clause.id] = None
    ordered = sorted(clauses.items(), key=lambda entry: -len(entry[1]))
    return tuple(Unseen(reason=reason, clauses=tuple(ids)) for reason, ids in ordered)


def _reasons(result: ClauseResult) -> Iterable[str]:
    if result.outcome is Outcome.UNVERIFIED and not result.findings:
        yield "The audit ended before this was looked at."
    for finding in result.findings:
        if finding.outcome is Outcome.UNVERIFIED or finding.unreadable or finding.undecidable:
            yield from finding.reasons or (told(finding),)
