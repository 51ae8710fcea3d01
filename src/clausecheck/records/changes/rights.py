"""The changes that affect people's rights, as spans of time, one of which holds at any moment."""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, false, func, not_, null, or_, select
from sqlalchemy.sql.selectable import Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.moments import NEVER, instant_at
from clausecheck.records.relation import Relation, as_bytes, word_is

RIGHTS_ROLES = ("key", "effective_at", "affects_rights", "announced_at", "version")
Expression = ColumnElement[Any]


def spans(changes: Relation, audit: Audit) -> Subquery:
    """(since, until, announced, version, untold): half-open, never overlapping; one row a moment of effect.

    `announced` is when the last clause changed at that moment was announced, NULL where nobody can tell of one of them;
    `untold` is 1 where there is neither that nor a version.
    """
    effective = changes.moment("effective_at").instant
    known, announced = _announced(changes, audit)
    version = _version(changes)
    all_announced = func.min(case((known, 1), else_=0)) == 1
    columns = [
        effective.label("since"),
        case((all_announced, func.max(announced)), else_=null()).label("announced"),
        func.max(version).label("version"),
    ]
    chosen = select(*columns).select_from(changes.table).where(changes.in_scope(), _affecting(changes, audit))
    moments = chosen.group_by(effective).subquery("moments")
    following = func.lead(moments.c.since).over(order_by=moments.c.since)
    return select(
        moments.c.since,
        func.coalesce(following, instant_at(NEVER, changes.dialect)).label("until"),
        moments.c.announced,
        moments.c.version,
        case((and_(moments.c.announced.is_(None), moments.c.version.is_(None)), 1), else_=0).label("untold"),
    ).subquery("spans")


def _affecting(changes: Relation, audit: Audit) -> Expression:
    """Under this policy and in effect. What took effect earlier belongs to an earlier text."""
    effective = changes.moment("effective_at")
    in_force = and_(not_(effective.undecidable), not_(effective.after(audit.as_of)))
    ours = not_(effective.before_day(audit.policy_date))
    return and_(word_is(changes.word("affects_rights"), ("true",)), in_force, ours)


def untold(changes: Relation, audit: Audit) -> Expression:
    """Whether it affects rights, or since when, cannot be told; what took effect earlier, or will, does not matter."""
    effective, word = changes.moment("effective_at"), changes.word("affects_rights")
    dated = not_(effective.undecidable)
    settled = and_(dated, or_(effective.after(audit.as_of), effective.before_day(audit.policy_date)))
    unknown = or_(not_(dated), not_(word_is(word, ("true", "false"))))
    return and_(not_(settled), unknown, not_(word_is(word, ("false",))))


def _announced(changes: Relation, audit: Audit) -> tuple[Expression, Expression]:
    if not changes.has("announced_at"):
        return false(), changes.moment("effective_at").instant
    at = changes.moment("announced_at")
    usable = and_(not_(at.undecidable), not_(at.after(audit.latest_possible)))
    return usable, at.instant


def _version(changes: Relation) -> Expression:
    if not changes.has("version"):
        return cast(null(), String(255))
    return as_bytes(changes.column("version"), changes.dialect)
