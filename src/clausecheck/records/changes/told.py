"""Everybody registered when a change took effect, beside the notices they got (rigour 38)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.changes.notices import first_notices
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.relation import Relation
from clausecheck.records.scan import is_true

if TYPE_CHECKING:
    from clausecheck.records.changes.decisions import Change

Expression = ColumnElement[Any]


@dataclass(frozen=True)
class Told:
    """The changes joined with how many people each was, may have been and was not told to."""

    source: FromClause
    _sums: Subquery
    _channels: tuple[str, ...]

    def _sum(self, name: str, channel: str) -> Expression:
        return func.coalesce(self._sums.c[f"{name}_{self._channels.index(channel)}"], 0)

    def flag(self, name: str, channel: str) -> Expression:
        """Whether there is anybody `untold`, or anybody of whom one is `unsure`."""
        return self._sum(name, channel) > 0

    def totals(self, channel: str, counted: Expression) -> dict[str, ColumnElement[int]]:
        """The sums over the people of the changes that are `counted`, for the one scan of the changes."""
        sums = {
            "people_registered": func.coalesce(self._sums.c.registered, 0),
            "people_not_told": self._sum("untold", channel),
            "people_with_a_bounce_alone": self._sum("bounced", channel),
        }
        return {name: func.sum(case((counted, one), else_=0)) for name, one in sums.items()}


def told(change: "Change", people: Relation, notices: Relation, channels: tuple[str, ...], audit: Audit) -> Told:
    """Who was told of which change, on each of the channels asked for; "" is any."""
    changes = change.relation
    key, named = comparable((changes, "key"), (notices, "change"))
    person, subject = comparable((people, "key"), (notices, "subject"))
    first = first_notices(notices, named, subject, channels, audit)
    certain, possible = _registered(change, people, audit)
    matched = and_(first.c.change == key, first.c.subject == person)
    # Every change meets everybody; the notices are looked up by both.
    pairs = changes.table.join(people.table, and_(change.material_now, people.in_scope(), or_(certain, possible)))
    columns: list[Expression] = [func.sum(case((certain, 1), else_=0)).label("registered")]
    for at in range(len(channels)):
        columns += _sums(first, at, change, certain)
    sums = select(key.label("change"), *columns).select_from(pairs.outerjoin(first, matched)).group_by(key)
    summed = sums.subquery("heard")
    return Told(changes.table.outerjoin(summed, summed.c.change == key), summed, channels)


def _sums(first: Subquery, at: int, change: "Change", certain: Expression) -> list[Expression]:
    in_time = is_true(first.c[f"first_{at}"] < change.effective)
    maybe = is_true(first.c[f"maybe_{at}"] < change.effective)
    bounced = is_true(first.c[f"bounced_{at}"] == 1)
    untold = and_(certain, not_(in_time), not_(maybe))
    unsure = and_(not_(in_time), not_(untold))
    flags = {"untold": untold, "unsure": unsure, "bounced": and_(untold, bounced)}
    return [func.sum(case((flag, 1), else_=0)).label(f"{name}_{at}") for name, flag in flags.items()]


def _registered(change: "Change", people: Relation, audit: Audit) -> tuple[Expression, Expression]:
    """Registered for certain when the change took effect, and perhaps. A future or endless leave is none."""
    created = people.moment("created_at")
    undated = or_(created.undecidable, created.after(audit.latest_possible))
    before = and_(not_(undated), is_true(created.instant < change.effective))
    if not people.has("left_at"):
        return before, undated
    left = people.moment("left_at")
    endless = left.after(audit.as_of)
    unknown = and_(is_true(left.absurd), not_(endless))
    gone = and_(not_(left.undecidable), is_true(left.instant <= change.effective))
    return and_(before, not_(gone), not_(unknown)), and_(or_(before, undated), not_(gone), or_(undated, unknown))
