"""During which moments something stands for somebody: entries of a register that begin and may end.

Overlapping entries of one person (and purpose, where asked) are joined into one span, so that a row that is held
against the spans meets at most one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select, true
from sqlalchemy.sql.selectable import CTE, FromClause, Subquery

from clausecheck.records.consent.suppression import LAST_USABLE
from clausecheck.records.moments import FIRST, NEVER, Moment, instant_at
from clausecheck.records.relation import Relation
from clausecheck.records.scan import is_true

Expression = ColumnElement[Any]


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """The instant from which an entry stands; `undecidable`, never NULL, says that it may lie anywhere."""

    instant: Expression
    undecidable: Expression


def beginning(moment: Moment) -> Beginning:
    return Beginning(instant=moment.instant, undecidable=moment.undecidable)


@dataclass(frozen=True, kw_only=True)
class Entries:
    """What stands: `by` says for whom (and what), `where` which rows count, `untold` which of these may count or not.

    An end that decides nothing may lie anywhere; NULL and year 9999 are no end.
    """

    register: Relation
    by: Mapping[str, Expression]
    since: Beginning
    until: Moment | None
    where: Expression
    untold: Expression

    @property
    def _is_certain(self) -> Expression:
        ends = true() if self.until is None else or_(self._endless, not_(self.until.undecidable))
        return and_(not_(self.untold), not_(self.since.undecidable), ends)

    @property
    def _endless(self) -> Expression:
        if self.until is None:
            return true()
        return or_(self.until.absent, is_true(self.until.after(LAST_USABLE)))

    def told(self, name: str) -> CTE:
        """(the columns of `by`, since, until, doubtful): what counts, read once for spans and doubts. A doubtful entry
        may stand from its `since` on.
        """
        dialect = self.register.dialect
        until: Expression = instant_at(NEVER, dialect)
        if self.until is not None:
            until = case((or_(self._endless, self.until.undecidable), until), else_=self.until.instant)
        since = case((self.since.undecidable, instant_at(FIRST, dialect)), else_=self.since.instant)
        doubtful = case((self._is_certain, 0), else_=1).label("doubtful")
        columns = [column.label(one) for one, column in self.by.items()]
        chosen = select(*columns, since.label("since"), until.label("until"), doubtful)
        return chosen.select_from(self.register.table).where(*self._counting()).cte(f"entries of {name}")

    def spans(self, told: CTE, name: str) -> Subquery:
        """(the columns of `by`, since, until) of what stands for certain; `until` is excluded."""
        joined = self._islands(told, name)
        whose = [joined.c[one] for one in self.by]
        ends = (func.min(joined.c.since).label("since"), func.max(joined.c.until).label("until"))
        return select(*whose, *ends).group_by(*whose, joined.c.island).subquery(name)

    def _islands(self, told: CTE, name: str) -> Subquery:
        certain = select(told).where(told.c.doubtful == 0, told.c.until > told.c.since)
        entries = certain.subquery(f"certain_{name}")
        order: Any = {
            "partition_by": [entries.c[one] for one in self.by],
            "order_by": [entries.c.since, entries.c.until],
        }
        before = func.max(entries.c.until).over(**order, rows=(None, -1)).label("before")
        turns = select(*entries.c, before).subquery(f"turns_of_{name}")
        order = {"partition_by": [turns.c[one] for one in self.by], "order_by": [turns.c.since, turns.c.until]}
        begins = case((and_(turns.c.before.is_not(None), turns.c.since <= turns.c.before), 0), else_=1)
        island = func.sum(begins).over(**order, rows=(None, 0)).label("island")
        columns = [turns.c[one] for one in (*self.by, "since", "until")]
        return select(*columns, island).subquery(f"islands_of_{name}")

    def doubts(self, told: CTE, name: str) -> Subquery:
        """(the columns of `by`, since): from when on nobody can tell whether something stands. One row for each."""
        doubtful = select(told).where(told.c.doubtful == 1).subquery(f"untold_{name}")
        whose = [doubtful.c[one] for one in self.by]
        earliest = func.min(doubtful.c.since).label("since")
        return select(*whose, earliest).group_by(*whose).subquery(f"doubts_of_{name}")

    def _counting(self) -> list[Expression]:
        named = (column.is_not(None) for column in self.by.values())
        return [self.register.in_scope(), self.where, *named]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Rows beside the spans in which they fall. `stands` and `untold` are never NULL and never both true."""

    source: FromClause
    stands: Expression
    untold: Expression


def standing(source: FromClause, entries: Entries, of: Mapping[str, Expression], at: Expression, name: str) -> Standing:
    """Join what stands at the moment `at` for whom (and what) the row names in `of`."""
    told = entries.told(name)
    spans, doubts = entries.spans(told, name), entries.doubts(told, name)
    source = source.outerjoin(spans, and_(_same(spans, of), spans.c.since <= at, at < spans.c.until))
    source = source.outerjoin(doubts, and_(_same(doubts, of), doubts.c.since <= at))
    stands = spans.c.since.is_not(None)
    return Standing(source=source, stands=stands, untold=and_(not_(stands), doubts.c.since.is_not(None)))


def _same(joined: Subquery, of: Mapping[str, Expression]) -> Expression:
    return and_(*(joined.c[one] == column for one, column in of.items()))
