"""Whether mechanisms carry a transfer on each of its days, for certain or maybe.

A transfer is not carried where its first day is not, or where a mechanism ends within it and the next day is not: the
first day without one either is its first, or follows the last day of one.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, literal, not_, or_, select
from sqlalchemy.sql.selectable import CTE

from clausecheck.records.transfers.mechanisms import kinds_of

Expression = ColumnElement[Any]


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The columns of a transfer: whom it goes to and where, what, whose people's, and its first and last day."""

    recipient: Expression
    country: Expression
    category: Expression
    area: Expression
    first: Expression
    last: Expression


def carried(moved: Moved, entries: CTE, kind: str, *, maybe: bool = False) -> Expression:
    """Whether entries of this kind, or of any that may carry a transfer where it is "", do so on each of its days."""
    ending = entries.alias()
    until = ending.c.maybe_until if maybe else ending.c.until
    ends_within = and_(_fits(moved, ending, kind, maybe=maybe), until > moved.first, until <= moved.last)
    gap = _any_of(ending, and_(ends_within, not_(_on(until, moved, entries, kind, maybe=maybe))))
    return and_(_on(moved.first, moved, entries, kind, maybe=maybe), not_(gap))


def destined(moved: Moved, entries: CTE, kind: str) -> Expression:
    """Whether any entry names this destination, in force or not."""
    entry = entries.alias()
    of_kind = [entry.c.kind == kind] if kind else []
    return _any_of(entry, and_(_destination(moved, entry), *of_kind))


def _on(day: Expression, moved: Moved, entries: CTE, kind: str, *, maybe: bool) -> Expression:
    """Whether an entry that fits stands on this day."""
    entry = entries.alias()
    since, until = (entry.c.maybe_since, entry.c.maybe_until) if maybe else (entry.c.since, entry.c.until)
    stands = and_(_fits(moved, entry, kind, maybe=maybe), since <= day, day < until)
    return _any_of(entry, stands)


def _any_of(entry: Any, condition: Expression) -> Expression:
    # Whatever else the condition names belongs to a statement around this one, however far out.
    return exists(select(literal(1)).select_from(entry).where(condition).correlate_except(entry))


def _fits(moved: Moved, entry: Any, kind: str, *, maybe: bool) -> Expression:
    """Of this kind, and for that destination, category and people. What the transfer does not say may be anything."""
    of_kind = entry.c.kind.in_(list(kinds_of(kind)))
    category = or_(entry.c.category.is_(None), entry.c.category == moved.category)
    area = or_(entry.c.area == "", moved.area == "", entry.c.area == moved.area)
    if maybe:
        of_kind = or_(of_kind, entry.c.kind.is_(None))
        category = or_(category, moved.category.is_(None))
    return and_(of_kind, _destination(moved, entry), category, area)


def _destination(moved: Moved, entry: Any) -> Expression:
    return and_(
        or_(entry.c.recipient.is_(None), entry.c.recipient == moved.recipient),
        or_(entry.c.country.is_(None), entry.c.country == moved.country),
    )
