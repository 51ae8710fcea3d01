"""What the ledger says today of a person's consent, for each purpose and channel and for any of them.

A row of marketing data may name a purpose, a channel, both or neither. What it leaves open matches any, so the ledger
is summed up at each of these four grains, with NULL for "any"; each row of data then matches at most one state.
"""

from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, null, or_, select, union_all
from sqlalchemy.sql.selectable import CTE, Select, Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import Kind, counts_from, events, fenced, takes_effect
from clausecheck.records.moments import instant_at
from clausecheck.records.relation import Relation

Expression = ColumnElement[Any]
_MAYBE_GRANTED = [Kind.GRANTED.value, Kind.UNTOLD.value, Kind.LOST.value]
_REFUSED = [Kind.PENDING.value, Kind.REFUSED.value]


def states(ledger: Relation, subject: Expression, audit: Audit, *, by: tuple[str, ...]) -> Subquery:
    """(subject, purpose, channel, stands, untold, ended, last) as of the audit; `by` are the roles that rows name.

    `stands` is 1 where a grant stands for certain, `untold` 1 where events decide nothing, `ended` since when no
    grant stands for certain, and `last` the latest moment of what is, or may be, a grant.
    """
    exact = _exact(ledger, subject, audit)
    grains = [_grain(exact, grain) for grain in product(*((True, False) if name in by else (False,) for name in _BY))]
    return union_all(*grains).subquery("states")


_BY = ("purpose", "channel")


def _exact(ledger: Relation, subject: Expression, audit: Audit) -> CTE:
    """One row for each person, purpose and channel that any event names by now; worked out once for all grains."""
    placed = _placed(ledger, subject, audit)
    ends = and_(placed.c.kind.in_(_REFUSED), or_(placed.c.last.is_(None), placed.c.effective >= placed.c.last))
    whose = [placed.c.subject, placed.c.purpose, placed.c.channel]
    granted = func.max(case((placed.c.kind == Kind.GRANTED.value, placed.c.effective), else_=null()))
    untold = func.max(case((placed.c.kind.in_([Kind.UNTOLD.value, Kind.LOST.value]), placed.c.effective), else_=null()))
    return (
        select(
            *whose,
            func.max(placed.c.last).label("last"),
            granted.label("granted"),
            untold.label("untold"),
            func.min(case((ends, placed.c.effective), else_=null())).label("ended"),
        )
        .group_by(*whose)
        .cte("consent by channel")
    )


def _placed(ledger: Relation, subject: Expression, audit: Audit) -> Subquery:
    """The events that count by now, each beside the latest moment of what is, or may be, a grant."""
    told = events(ledger, subject, audit)
    effective = takes_effect(told, ledger.dialect)
    maybe = case((told.c.kind.in_(_MAYBE_GRANTED), effective), else_=null())
    last = func.max(maybe).over(partition_by=[told.c.subject, told.c.purpose, told.c.channel])
    columns = [told.c.subject, told.c.purpose, told.c.channel, told.c.kind]
    by_now = counts_from(told, ledger.dialect) <= instant_at(audit.as_of, ledger.dialect)
    chosen = select(*columns, effective.label("effective"), last.label("last")).where(by_now)
    return fenced(chosen, "placed", ledger.dialect)


def _grain(exact: CTE, grain: tuple[bool, ...]) -> Select[Any]:
    """The states summed up by person and these roles."""
    named = [exact.c[name] if kept else null() for name, kept in zip(_BY, grain, strict=True)]
    doubtful = and_(exact.c.untold.is_not(None), or_(exact.c.granted.is_(None), exact.c.untold >= exact.c.granted))
    stands = and_(exact.c.granted.is_not(None), exact.c.ended.is_(None), not_(doubtful))
    open_ones = func.max(case((exact.c.ended.is_(None), 1), else_=0))
    # Since when no grant stood: the last to end. What was never granted matters only where nothing ever was.
    given = func.max(case((exact.c.last.is_not(None), exact.c.ended), else_=null()))
    ended = case((open_ones == 0, func.coalesce(given, func.min(exact.c.ended))), else_=null())
    columns = [
        exact.c.subject,
        *(column.label(name) for name, column in zip(_BY, named, strict=True)),
        func.max(case((stands, 1), else_=0)).label("stands"),
        func.max(case((doubtful, 1), else_=0)).label("untold"),
        ended.label("ended"),
        func.max(exact.c.last).label("last"),
    ]
    kept = [column for column, chosen in zip(named, grain, strict=True) if chosen]
    return select(*columns).group_by(exact.c.subject, *kept)
