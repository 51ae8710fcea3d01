"""What stands on which day: entries of a register that begin and may end, as spans of days for each group of them.

An entry stands from its first day to the end of its last one, both included. Without an end, or with one in year
9999, it stands from then on; without a role for the beginning it always did. The spans of a group never overlap, so
that a row joins at most one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.sql.selectable import CTE, Select, Subquery

from clausecheck.records.consent.ledger import fenced
from clausecheck.records.consent.suppression import LAST_USABLE
from clausecheck.records.moments import FIRST
from clausecheck.records.moments.days import day_after
from clausecheck.records.relation import Relation

ROLES = ("starts_at", "ends_at")
Expression = ColumnElement[Any]


@dataclass(frozen=True, kw_only=True)
class Flag:
    """Something that an entry says: for certain, or maybe."""

    certain: Expression
    maybe: Expression


def in_force(register: Relation, by: Mapping[str, Expression], flags: Mapping[str, Flag], name: str) -> Subquery:
    """(the columns of `by`, since, until, and for each flag NAME and maybe_NAME): 1 where an entry that stands then
    says so. `since` and `until` are days, until excluded; an entry whose days decide nothing says everything maybe.
    """
    # Named three times and read once.
    told = _entries(register, by, flags).cte(f"entries of {name}")
    entries, turns = told.alias(), _turns(told, by)
    stands = and_(
        *(entries.c[one] == turns.c[one] for one in by),
        entries.c.since <= turns.c.since,
        or_(entries.c.until.is_(None), entries.c.until > turns.c.since),
    )
    whose = [*(turns.c[one] for one in by), turns.c.since, turns.c.until]
    said = [func.max(entries.c[flag]).label(flag) for flag in _columns(flags)]
    chosen = select(*whose, *said).select_from(turns.join(entries, stands)).group_by(*whose)
    return fenced(chosen, name, register.dialect)


def within(spans: Subquery, day: Expression) -> Expression:
    """Whether the day falls into the span."""
    return and_(spans.c.since <= day, or_(spans.c.until.is_(None), day < spans.c.until))


def said(spans: Subquery, flag: str) -> Expression:
    """Whether an entry says so; false, not NULL, where none is joined."""
    return func.coalesce(spans.c[flag], 0) == 1


def _columns(flags: Mapping[str, Flag]) -> Sequence[str]:
    return [column for flag in flags for column in (flag, f"maybe_{flag}")]


def _turns(told: CTE, by: Mapping[str, Expression]) -> Subquery:
    """The days on which something begins or is over, each with the next one."""
    begins, ends = told.alias(), told.alias()
    starting = select(*(begins.c[one] for one in by), begins.c.since)
    ending = select(*(ends.c[one] for one in by), ends.c.until.label("since")).where(ends.c.until.is_not(None))
    points = union(starting, ending).subquery()
    following = func.lead(points.c.since).over(partition_by=[points.c[one] for one in by], order_by=points.c.since)
    return select(*(points.c[one] for one in by), points.c.since, following.label("until")).subquery()


def _entries(register: Relation, by: Mapping[str, Expression], flags: Mapping[str, Flag]) -> Select[Any]:
    since, until, is_certain = _days(register)
    columns = [column.label(one) for one, column in by.items()]
    for flag, says in flags.items():
        columns.append(case((and_(is_certain, says.certain), 1), else_=0).label(flag))
        columns.append(case((says.maybe, 1), else_=0).label(f"maybe_{flag}"))
    chosen = select(*columns, since.label("since"), until.label("until")).select_from(register.table)
    named = [column.is_not(None) for column in by.values()]
    # An entry that is over before it begins never stood.
    stood = or_(until.is_(None), until > since)
    return chosen.where(register.in_scope(), stood, *named)


def _days(register: Relation) -> tuple[Expression, Expression, Expression]:
    """(first day, the day after the last or NULL, whether both are certain)."""
    since, certain = day_at(register, FIRST.date().isoformat()), []
    if register.has("starts_at"):
        starts = register.moment("starts_at")
        since = case((starts.undecidable, since), else_=starts.day)
        certain.append(not_(starts.undecidable))
    until: Expression = cast(null(), String() if register.dialect == "sqlite" else Date())
    if register.has("ends_at"):
        ends = register.moment("ends_at")
        endless = or_(ends.absent, ends.after(LAST_USABLE))
        until = case((or_(endless, ends.undecidable), until), else_=day_after(ends.day, register.dialect))
        certain.append(or_(endless, not_(ends.undecidable)))
    return since, until, and_(true(), *certain)


def day_at(register: Relation, day: str) -> Expression:
    """A day written as ISO 8601, comparable with every `Moment.day`."""
    return literal(day, String()) if register.dialect == "sqlite" else cast(literal(day, String()), Date())
