"""When a suppression stands: the list as segments of time for each person, on one channel or on all (rigour 21).

An opt-out or a complaint has no end. A bounce ends with its `until`. What stands is undone only by a later grant, so
each segment carries the latest `since` among the entries that stand then.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, not_, null, or_, select, union
from sqlalchemy.sql.selectable import CTE, Select, Subquery

from clausecheck.records.consent.ledger import fenced, in_bytes, vocabulary
from clausecheck.records.moments import FIRST, NEVER, instant_at
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import is_true

ROLES = ("subject", "since", "channel", "reason", "until")
LASTING, ENDING = ("opt_out", "complaint"), ("bounce",)
LAST_USABLE = NEVER - timedelta(microseconds=1)
"""An end later than this is no end (rigour 6)."""
Expression = ColumnElement[Any]


def segments(suppressions: Relation, subject: Expression, *, by_channel: bool) -> Subquery:
    """(subject, [channel], since, until, latest, untold) of the entries for one channel, or of those for all.

    `latest` is NULL where nothing stands; `untold` is 1 where an entry stands of which nobody can tell whether it does.
    """
    name = f"suppressed_{'there' if by_channel else 'everywhere'}"
    # Named three times and read once.
    told = _entries(suppressions, subject, by_channel=by_channel).cte(f"entries of {name}")
    entries, points = told.alias(), _points(told, by_channel=by_channel)
    whose = [points.c.subject, *([points.c.channel] if by_channel else [])]
    following = func.lead(points.c.since).over(partition_by=whose, order_by=points.c.since)
    turns = select(points, following.label("following")).subquery("suppression_turns")
    stands = and_(
        entries.c.subject == turns.c.subject,
        *([entries.c.channel == turns.c.channel] if by_channel else []),
        entries.c.since <= turns.c.since,
        or_(entries.c.until.is_(None), entries.c.until > turns.c.since),
    )
    of = [turns.c.subject, *([turns.c.channel] if by_channel else []), turns.c.since, turns.c.following]
    until = func.coalesce(turns.c.following, instant_at(NEVER, suppressions.dialect)).label("until")
    latest = func.max(case((entries.c.untold == 0, entries.c.since), else_=null())).label("latest")
    chosen = select(*of[:-1], until, latest, func.max(entries.c.untold).label("untold"))
    chosen = chosen.select_from(turns.join(entries, stands)).group_by(*of)
    return fenced(chosen, name, suppressions.dialect)


def _points(told: CTE, *, by_channel: bool) -> Subquery:
    """The moments at which something begins or ends."""
    begins, ends = told.alias(), told.alias()
    whose = ("subject", "channel") if by_channel else ("subject",)
    starting = select(*(begins.c[name] for name in whose), begins.c.since)
    ending = select(*(ends.c[name] for name in whose), ends.c.until.label("since")).where(ends.c.until.is_not(None))
    return union(starting, ending).subquery("points")


def _entries(suppressions: Relation, subject: Expression, *, by_channel: bool) -> Select[Any]:
    """(subject, [channel], since, until, untold); `until` is NULL for what does not end."""
    dialect, untold = suppressions.dialect, or_(*_untold(suppressions))
    since = suppressions.moment("since")
    columns = [
        subject.label("subject"),
        case((since.undecidable, instant_at(FIRST, dialect)), else_=since.instant).label("since"),
        (case((_ends(suppressions), suppressions.moment("until").instant), else_=null()) if _may_end(suppressions)
         else case((false(), since.instant), else_=null())).label("until"),
        case((untold, 1), else_=0).label("untold"),
    ]  # fmt: skip
    chosen = select(*columns).select_from(suppressions.table)
    chosen = chosen.where(subject.is_not(None), suppressions.in_scope())
    if suppressions.has("channel"):
        channel = vocabulary(suppressions, "channel")
        chosen = chosen.where(channel.is_not(None) if by_channel else channel.is_(None))
        chosen = chosen.add_columns(in_bytes(channel, dialect).label("channel")) if by_channel else chosen
    return chosen


def _may_end(suppressions: Relation) -> bool:
    """Without a reason every entry is an opt-out."""
    return suppressions.has("until") and suppressions.has("reason")


def _ends(suppressions: Relation) -> Expression:
    """Whether the entry is a bounce with a usable end; the year 9999 is none."""
    until = suppressions.moment("until")
    return and_(word_is(suppressions.word("reason"), ENDING), not_(until.undecidable))


def _untold(suppressions: Relation) -> list[Expression]:
    """Why nobody can tell from when until when, or where, the entry stands."""
    reasons: list[Expression] = [suppressions.moment("since").undecidable]
    if suppressions.has("channel"):
        unknown = and_(suppressions.column("channel").is_not(None), vocabulary(suppressions, "channel").is_(None))
        reasons.append(unknown)
    if _may_end(suppressions):
        until, reason = suppressions.moment("until"), suppressions.word("reason")
        unusable = and_(until.undecidable, not_(is_true(until.after(LAST_USABLE))))
        bounced = and_(word_is(reason, ENDING), unusable)
        reasons.append(and_(not_(until.absent), or_(bounced, not_(word_is(reason, LASTING + ENDING)))))
    return reasons
