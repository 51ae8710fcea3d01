"""From when until when consent stands: the ledger as segments of time, one of which holds at any moment.

Each event changes what is known from the moment from which it counts. At equal moments the order is withdrawn or
denied over pending over granted (rigour 20), so the latest effective moment of each kind, among those that count by
then, says all. One pass over the sorted ledger works them out.
"""

from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, null, or_, select, union_all
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import Kind, counts_from, events, fenced, is_late, takes_effect
from clausecheck.records.moments import NEVER, instant_at
from clausecheck.records.relation import Relation

Expression = ColumnElement[Any]


class Consent(IntEnum):
    """What the ledger says of a send. NEVER: nothing at all."""

    NEVER = 0
    GRANTED = 1
    PENDING = 2
    REFUSED = 3
    UNTOLD = 4


def segments(ledger: Relation, subject: Expression, audit: Audit, *, with_grants: bool) -> Subquery:
    """(subject, purpose, channel, since, until, consent, [stood], [granted, untold]): half-open, never overlapping.

    `stood` (where `recorded_at` is mapped) is 1 where consent stood as it was known then: without the events that were
    recorded later. `granted` and `untold` are the latest effective moments of those kinds, for suppressions.
    """
    turns = _turns(ledger, subject, audit)
    columns = [turns.c.subject, turns.c.purpose, turns.c.channel, turns.c.since]
    columns += [func.coalesce(turns.c.following, instant_at(NEVER, ledger.dialect)).label("until")]
    columns += [_consent(turns).label("consent")]
    if "known" in turns.c:
        columns.append(case((_later(turns.c.granted, turns.c.known), 1), else_=0).label("stood"))
    if with_grants:
        columns += [turns.c.granted, turns.c.untold]
    # Of events that count from the same moment only the last has a following one that is later.
    lasting = or_(turns.c.following.is_(None), turns.c.following > turns.c.since)
    return fenced(select(*columns).where(lasting), "segments", ledger.dialect)


def _turns(ledger: Relation, subject: Expression, audit: Audit) -> Subquery:
    """A row an event, or two where it was recorded late, with the latest moment of each kind so far."""
    points = _points(ledger, subject, audit)
    # The windows name plain columns only: with a bound value in each, SQLite would take them for different windows.
    order: Any = {"partition_by": [points.c.subject, points.c.purpose, points.c.channel], "order_by": points.c.since}
    whose = (points.c.subject, points.c.purpose, points.c.channel, points.c.since)
    following = func.lead(points.c.since).over(**order).label("following")
    latest = [func.max(points.c[name]).over(**order).label(name) for name in KINDS if name in points.c]
    return select(*whose, following, *latest).select_from(points).subquery("turns")


KINDS = ("granted", "pending", "refused", "untold", "known")


def _points(ledger: Relation, subject: Expression, audit: Audit) -> Subquery:
    """(subject, purpose, channel, since, and a column for each kind: its effective moment, where the row is of it)."""
    told = events(ledger, subject, audit)
    since, source = _unfolded(told, ledger.dialect)
    effective = takes_effect(told, ledger.dialect)

    def moment_of(name: str, *conditions: Expression) -> Expression:
        return case((and_(*conditions), effective), else_=null()).label(name)

    columns = [
        told.c.subject,
        told.c.purpose,
        told.c.channel,
        since.label("since"),
        moment_of("granted", told.c.kind == Kind.GRANTED.value),
        moment_of("pending", told.c.kind == Kind.PENDING.value),
        moment_of("refused", told.c.kind == Kind.REFUSED.value),
        moment_of("untold", told.c.kind.in_([Kind.UNTOLD.value, Kind.LOST.value])),
    ]
    if "recorded" in told.c:
        known = or_(told.c.recorded.is_(None), since >= told.c.recorded)
        columns.append(moment_of("known", told.c.kind.in_([Kind.PENDING.value, Kind.REFUSED.value]), known))
    return fenced(select(*columns).select_from(source), "points", ledger.dialect)


def _unfolded(told: Subquery, dialect: str) -> tuple[Expression, FromClause]:
    """The moment from which each row counts. What is no grant and was recorded late appears again when it was."""
    if "recorded" not in told.c:
        return counts_from(told, dialect), told
    copies = union_all(select(literal(0).label("copy")), select(literal(1).label("copy"))).subquery("copies")
    late = and_(told.c.kind.in_([Kind.PENDING.value, Kind.REFUSED.value]), is_late(told))
    since = case((copies.c.copy == 1, told.c.recorded), else_=counts_from(told, dialect))
    return since, told.join(copies, or_(copies.c.copy == 0, late))


def _consent(turns: Subquery) -> Expression:
    granted, pending, refused, untold = (turns.c[name] for name in ("granted", "pending", "refused", "untold"))
    return case(
        (
            and_(_later(untold, refused), _no_earlier(untold, pending), _no_earlier(untold, granted)),
            Consent.UNTOLD.value,
        ),
        (and_(_no_earlier(refused, pending), _no_earlier(refused, granted)), Consent.REFUSED.value),
        (_no_earlier(pending, granted), Consent.PENDING.value),
        (granted.is_not(None), Consent.GRANTED.value),
        else_=Consent.NEVER.value,
    )


def _later(one: Expression, other: Expression) -> Expression:
    return and_(one.is_not(None), or_(other.is_(None), one > other))


def _no_earlier(one: Expression, other: Expression) -> Expression:
    return and_(one.is_not(None), or_(other.is_(None), one >= other))
