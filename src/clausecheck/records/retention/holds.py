"""Which legal hold excuses which record (rigour 14)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.relation import Relation

STANDS, UNKNOWN = 2, 1


@dataclass(frozen=True)
class Hold:
    """What a record's hold does for it: it excuses, or it cannot be told whether it does."""

    excuses: ColumnElement[bool]
    unknown: ColumnElement[bool]
    source: FromClause


def holds_joined(records: Relation, source: FromClause, holds: Relation | None, audit: Audit) -> Hold | None:
    """Join the register of holds to `source`. None where the records name no holds; where the register is not
    readable (`holds` is None), each named hold is unknown."""
    if not records.has("hold"):
        return None
    named = records.identity("hold")
    if holds is None:
        return Hold(excuses=named.is_(None) & named.is_not(None), unknown=named.is_not(None), source=source)
    states = _states(holds, audit)
    joined = source.outerjoin(states, states.c.hold_key == named)
    return Hold(excuses=states.c.state == STANDS, unknown=states.c.state == UNKNOWN, source=joined)


def _states(holds: Relation, audit: Audit) -> Subquery:
    """(hold_key, state): one row a key, so that a register with a key twice does not count a record twice."""
    state = func.max(case((standing(holds, audit), STANDS), (_untold(holds), UNKNOWN), else_=0))
    key: ColumnElement[Any] = holds.identity("key")
    return (
        select(key.label("hold_key"), state.label("state"))
        .select_from(holds.table)
        .where(holds.in_scope())
        .group_by(key)
        .subquery("holds")
    )


def standing(holds: Relation, audit: Audit) -> ColumnElement[bool]:
    """Started and not released at the audited moment; only a release ends a hold."""
    starts = holds.moment("starts_at")
    started = and_(not_(starts.undecidable), not_(starts.after(audit.as_of)))
    if not holds.has("released_at"):
        return started
    released = holds.moment("released_at")
    return and_(started, or_(released.absent, released.after(audit.as_of)))


def _untold(holds: Relation) -> ColumnElement[bool]:
    starts = holds.moment("starts_at").undecidable
    if not holds.has("released_at"):
        return starts
    released = holds.moment("released_at")
    return or_(starts, and_(not_(released.absent), released.undecidable))
