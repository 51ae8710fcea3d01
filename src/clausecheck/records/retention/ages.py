"""How old records are, against their period: counted along with the scan, for the picture in the report."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, not_, or_

from clausecheck.policy.obligations.retention import Retention
from clausecheck.records.asking import Audit
from clausecheck.records.moments import Moment
from clausecheck.records.relation import Relation
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Condition, is_true

TENTHS: Final = 12
"""Ten of the period itself, one past it, and everything older."""


def columns(place: Relation, asked: Sequence[Retention], audit: Audit) -> Mapping[str, ColumnElement[int]]:
    """What the scan sums up: for each obligation, the rows older than 0, 1, … 11 tenths of its period.

    Nothing where no report is written: nobody would see it, and it takes time.
    """
    if audit.exhibits is None:
        return {}
    today, scope = place.zones.day_of(audit.as_of), [place.in_scope()] if place.dataset.where else []
    return {
        _name(number, tenths): func.sum(case((and_(older, *scope), 1), else_=0))
        for number, one in enumerate(asked)
        for tenths, older in enumerate(_older(place.moment(one.anchor), one.period.cut_off(today), today, audit))
    }


def told(sums: Mapping[str, int], number: int) -> tuple[int, ...]:
    """The rows of each tenth, the youngest first; () where none were counted."""
    if _name(number, 0) not in sums:
        return ()
    older = [*(sums[_name(number, tenths)] for tenths in range(TENTHS)), 0]
    return tuple(older[tenths] - older[tenths + 1] for tenths in range(TENTHS))


def _name(number: int, tenths: int) -> str:
    return f"{number} older than {tenths}"


def _older(moment: Moment, cut_off: date, today: date, audit: Audit) -> Iterator[Condition]:
    """A usable date; and one before the first day that is not older than so many tenths. Ten are the cut-off itself."""
    excluded, undecidable = past(moment, audit)
    yield not_(or_(*map(is_true, (*excluded.values(), *undecidable.values()))))
    for tenths in range(1, TENTHS):
        yield moment.usably_before_day(today - (today - cut_off) * tenths / 10)
