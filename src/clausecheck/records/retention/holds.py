"""Which legal hold excuses which record (rigour 14)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, not_, null, or_, select
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.relation import Relation
from clausecheck.records.scan import is_true

STANDS, UNKNOWN = 2, 1
UNKNOWN_HOLD = "names a hold that cannot be read"
UNKNOWN_RESTRICTION = "whose restriction cannot be told"


@dataclass(frozen=True)
class Hold:
    """What a record's hold does for it: it excuses, it does nothing, or it cannot be told which; exactly one is true
    of each row. `unknown` is None where every hold of the register can be told.

    Where restrictions are asked too, `restricted` and `doubtful` are further ones of these: a restriction runs, or
    nobody can tell whether one does.
    """

    excuses: ColumnElement[bool]
    unknown: ColumnElement[bool] | None
    nothing: ColumnElement[bool]
    source: FromClause
    restricted: ColumnElement[bool] | None = None
    doubtful: ColumnElement[bool] | None = None

    def held(self, overdue: ColumnElement[bool]) -> dict[str, ColumnElement[bool]]:
        """Overdue records that stay, by what keeps them."""
        kept = {"by a legal hold": and_(overdue, self.excuses)}
        return kept if self.restricted is None else {**kept, "by a restriction": and_(overdue, self.restricted)}

    def unknowns(self, overdue: ColumnElement[bool]) -> dict[str, ColumnElement[bool]]:
        """Overdue records of which nobody can tell whether they stay, by reason."""
        reasons = {UNKNOWN_HOLD: self.unknown, UNKNOWN_RESTRICTION: self.doubtful}
        return {reason: and_(overdue, one) for reason, one in reasons.items() if one is not None}

    def counts(self, overdue: ColumnElement[bool]) -> dict[str, ColumnElement[bool]]:
        """What a restriction alone keeps, apart from what a hold keeps (rigour 29)."""
        return {} if self.restricted is None else {"held_by_restriction": and_(overdue, self.restricted)}


def holds_joined(records: Relation, source: FromClause, holds: Relation | None, audit: Audit) -> Hold | None:
    """Join the register of holds to `source`. None where the records name no holds; where the register is not
    readable (`holds` is None), each named hold is unknown.
    """
    if not records.has("hold"):
        return None
    named = records.identity("hold")
    if holds is None:
        return Hold(excuses=false(), unknown=named.is_not(None), nothing=named.is_(None), source=source)
    states = _states(holds, audit)
    joined = source.outerjoin(states, states.c.hold_key == named)
    state = states.c.state
    unknown = state == UNKNOWN if _any_untold(holds, audit) else None
    return Hold(excuses=state == STANDS, unknown=unknown, nothing=state.is_(None), source=joined)


def _any_untold(holds: Relation, audit: Audit) -> bool:
    """Whether a hold's state cannot be told. Most registers have none, and then no record needs to be asked."""
    untold = select(holds.table.c[0]).select_from(holds.table).where(holds.in_scope(), _untold(holds, audit)).limit(1)
    return holds.connection.execute(untold).first() is not None


def _states(holds: Relation, audit: Audit) -> Subquery:
    """(hold_key, state) of the holds that stand or cannot be told: one row a key, so that a register with a key twice
    does not count a record twice.
    """
    state = func.max(case((standing(holds, audit), STANDS), (_untold(holds, audit), UNKNOWN), else_=null()))
    key: ColumnElement[Any] = holds.identity("key")
    return (
        select(key.label("hold_key"), state.label("state"))
        .select_from(holds.table)
        .where(holds.in_scope())
        .group_by(key)
        .having(state.is_not(None))
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


def _untold(holds: Relation, audit: Audit) -> ColumnElement[bool]:
    """Neither known to stand, nor to be released, nor to begin later: what is known of one end may settle it."""
    starts = holds.moment("starts_at")
    if not holds.has("released_at"):
        return starts.undecidable
    released = holds.moment("released_at")
    is_released = and_(not_(released.undecidable), not_(released.after(audit.as_of)))
    settled = or_(is_released, is_true(starts.usably_after(audit.as_of)))
    return and_(or_(starts.undecidable, released.absurd), not_(settled))
