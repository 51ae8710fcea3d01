"""Notices of changes: which count for whom, and which name nobody or no change."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, not_, or_, select, true
from sqlalchemy.sql.selectable import Subquery

from clausecheck.facts import Unreadable
from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import comparable, vocabulary
from clausecheck.records.moments import FIRST, instant_at
from clausecheck.records.relation import Relation, word_is

Expression = ColumnElement[Any]
ARRIVED, BOUNCED = ("sent", "delivered"), "bounced"


def first_notices(
    notices: Relation, change: Expression, subject: Expression, channels: tuple[str, ...], audit: Audit
) -> Subquery:
    """(change, subject, and for each channel `first_N`, `maybe_N`, `bounced_N`): one row a change and person.

    `first` is when the first notice went out that is one, `maybe` when the first that may be one (the beginning of time
    where its moment cannot be told), `bounced` 1 where one came back.
    """
    columns = [column for at, channel in enumerate(channels) for column in _columns(notices, channel, at, audit)]
    chosen = select(change.label("change"), subject.label("subject"), *columns).select_from(notices.table)
    named = and_(notices.in_scope(), change.is_not(None), subject.is_not(None))
    return chosen.where(named).group_by(change, subject).subquery("told")


def _columns(notices: Relation, channel: str, at: int, audit: Audit) -> list[Expression]:
    sent = notices.moment("sent_at")
    dated = and_(not_(sent.undecidable), not_(sent.after(audit.latest_possible)))
    by_channel, any_channel = _by(notices, channel)
    bounced = _status(notices, (BOUNCED,))
    arrived = _status(notices, ARRIVED)
    maybe_when = case((dated, sent.instant), else_=_beginning(notices))
    certain = and_(by_channel, arrived, dated)
    possible = and_(any_channel, not_(bounced))
    return [
        func.min(case((certain, sent.instant))).label(f"first_{at}"),
        func.min(case((possible, maybe_when))).label(f"maybe_{at}"),
        func.max(case((and_(by_channel, bounced), 1), else_=0)).label(f"bounced_{at}"),
    ]


def _beginning(notices: Relation) -> Expression:
    """Earlier than every change that is judged."""
    return instant_at(FIRST, notices.dialect)


def _by(notices: Relation, channel: str) -> tuple[Expression, Expression]:
    """Whether it went by this channel for certain, and whether it may have; any will do where none is asked for."""
    if not channel:
        return true(), true()
    named = vocabulary(notices, "channel")
    is_it = func.coalesce(named == channel, False)
    return is_it, or_(is_it, named.is_(None))


def _status(notices: Relation, words: tuple[str, ...]) -> Expression:
    """Without a status every notice counts as sent."""
    if notices.has("status"):
        return word_is(notices.word("status"), words)
    return true() if BOUNCED not in words else not_(true())


def strays(notices: Relation, changes: Relation) -> tuple[Unreadable, ...]:
    """Notices that name nobody, no change, or a change that the register lacks: it may not be the whole register."""
    key, named = comparable((changes, "key"), (notices, "change"))
    known = exists().where(and_(changes.in_scope(), key == named)).select_from(changes.table).correlate(notices.table)
    unnamed, unknown = (func.count(case((one, 1))) for one in (notices.column("subject").is_(None), not_(known)))
    chosen = select(unnamed, unknown).select_from(notices.table).where(notices.in_scope())
    nobody, nothing = notices.connection.execute(chosen).one()
    found = []
    if nobody:
        found.append(Unreadable(what=f"{nobody:,} notices of changes", why="they do not tell who got them"))
    if nothing:
        why = "they name no change that the register has"
        found.append(Unreadable(what=f"{nothing:,} notices of changes", why=why, remedy="enter the changes they tell"))
    return tuple(found)
