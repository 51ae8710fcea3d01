"""Acts that must be repeated, such as trainings and drills: what the register says of each subject of them.

An act that is dated more than a day after the audit decides nothing (rigour 6); one up to a day later is as good as
done, as clocks differ. With a moment of the past audited, later acts had not happened then.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select
from sqlalchemy.sql.selectable import FromClause

from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.relation import Relation

Condition = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True, eq=False)
class Act:
    """How the register's rows are read: `of` names whose act it is, `at` tells when it was done.

    `counts` is an act that succeeded, `doubtful` one of which that cannot be told; `over` one whose effect has ended
    since, `over_untold` one of which that cannot be told. None is ever NULL, and `counts` excludes `doubtful`.
    """

    register: Relation
    of: str
    at: str
    counts: Condition
    doubtful: Condition
    over: Condition
    over_untold: Condition


@dataclass(frozen=True, eq=False)
class Acts:
    """What is known of each judged row. `current`: an act since the cut-off; `ever`: any at all; `untold`: an act that
    may be current. Never NULL.
    """

    source: FromClause
    current: Condition
    ever: Condition
    untold: Condition


def acts_joined(judged: Relation, source: FromClause, act: Act, cut_off: date, audit: Audit, *, name: str) -> Acts:
    """The judged rows of `source`, joined by their key with what the register says of them, a subquery `name`."""
    key, named = comparable((judged, "key"), (act.register, act.of))
    acts = _summed_up(act, named, cut_off, audit).subquery(name)
    flags = (func.coalesce(acts.c[flag], 0) == 1 for flag in ("current", "ever", "untold"))
    return Acts(source.outerjoin(acts, acts.c.named == key), *flags)


def _summed_up(act: Act, named: ColumnElement[Any], cut_off: date, audit: Audit) -> Select[Any]:
    columns = [func.max(case((flag, 1), else_=0)).label(name) for name, flag in _flags(act, cut_off, audit).items()]
    chosen = select(named.label("named"), *columns).select_from(act.register.table)
    return chosen.where(act.register.in_scope(), named.is_not(None)).group_by(named)


def _flags(act: Act, cut_off: date, audit: Audit) -> dict[str, Condition]:
    done = act.register.moment(act.at)
    usable = not_(done.undecidable)
    by = audit.as_of if audit.is_in_the_past else audit.latest_possible
    old = and_(usable, done.before_day(cut_off))
    later = and_(usable, done.after(by), not_(done.after(audit.latest_possible)))
    happened = and_(act.counts, usable, not_(done.after(by)))
    current = and_(happened, not_(old), not_(act.over), not_(act.over_untold))
    maybe = and_(or_(act.counts, act.doubtful), not_(old), not_(later), not_(act.over))
    return {"current": current, "ever": happened, "untold": and_(maybe, not_(current))}
