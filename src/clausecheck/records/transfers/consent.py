"""Transfers on consent alone: each person's own, standing while the transfer lasts, and only now and then (rigour 35).

The ledger is the register of consent; agreement to a transfer abroad is an event of the purpose `transfer`. What is
refused on one channel is refused. A transfer that goes on after the agreement was taken back rests on nothing any more.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, not_, null, or_, select
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.consent.any_channel import REFUSAL_FIRST, anywhere
from clausecheck.records.consent.ledger import comparable, fenced
from clausecheck.records.consent.suppression import LAST_USABLE
from clausecheck.records.consent.timeline import Consent
from clausecheck.records.in_force import day_at
from clausecheck.records.moments import instant_at
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.transfers.mechanisms import CONSENT

PURPOSE = "transfer"
NONE, MAYBE, STANDS, TAKEN_BACK = 0, 1, 2, 3
Expression = ColumnElement[Any]


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """The transfers beside the agreement of their beginning. `says` is STANDS where it stands all along, TAKEN_BACK
    where the transfer went on without it, MAYBE where nobody can tell, else NONE.
    """

    source: FromClause
    says: Expression


def agreed(transfers: Relation, ledger: Relation | None, audit: Audit) -> Agreed:
    """Where no role says until when a transfer goes on, one whose agreement was taken back later may have gone on."""
    if ledger is None or not transfers.has("subject"):
        return Agreed(source=transfers.table, says=literal(MAYBE))
    subject, theirs = comparable((transfers, "subject"), (ledger, "subject"))
    told, begins = _told(ledger, theirs, audit), _begins(transfers, audit)
    at_first = and_(told.c.subject == subject, told.c.since <= begins, begins < told.c.until)
    consent = func.coalesce(told.c.consent, Consent.NEVER.value)
    lost, doubted = (_within(transfers, told.c[name], audit) for name in ("lost", "doubted"))
    has_end = transfers.has("until")
    open_yet = consent.in_([Consent.GRANTED.value, Consent.UNTOLD.value])
    says = case(
        (and_(open_yet, lost), TAKEN_BACK if has_end else MAYBE),
        (or_(consent == Consent.UNTOLD.value, and_(open_yet, doubted)), MAYBE),
        (open_yet, STANDS),
        else_=NONE,
    )
    return Agreed(source=transfers.table.outerjoin(told, at_first), says=says)


def _told(ledger: Relation, subject: Expression, audit: Audit) -> Subquery:
    """(subject, since, until, consent, lost, doubted): when, after this span, no grant stands for certain, and when
    nobody can tell.
    """
    spans = anywhere(ledger, subject, audit, order=REFUSAL_FIRST)
    known, untold = (Consent.GRANTED.value, Consent.UNTOLD.value), spans.c.consent == Consent.UNTOLD.value
    ends = case((spans.c.consent.not_in(known), spans.c.since), else_=null())
    columns = [spans.c.subject, spans.c.since, spans.c.until, spans.c.consent, ends.label("ends")]
    columns.append(case((untold, spans.c.since), else_=null()).label("doubt"))
    each = fenced(select(*columns).where(spans.c.purpose == PURPOSE), "agreements", ledger.dialect)
    order: Any = {"partition_by": each.c.subject, "order_by": each.c.since, "rows": (1, None)}
    later = (func.min(each.c.ends).over(**order).label("lost"), func.min(each.c.doubt).over(**order).label("doubted"))
    told = select(each.c.subject, each.c.since, each.c.until, each.c.consent, *later).subquery("agreements_on")
    whose = (told.c.subject, told.c.since)
    kept = [func.max(told.c[name]).label(name) for name in ("until", "consent", "lost", "doubted")]
    # One row each already: as it is grouped, every database keeps it for itself, and looks each row up by an index.
    return select(*whose, *kept).group_by(*whose).subquery("agreed")


def _begins(transfers: Relation, audit: Audit) -> Expression:
    """The first moment that is judged: what went on when the policy began is judged from then on."""
    since = transfers.moment("since")
    if not transfers.has("until"):
        return since.instant
    policy = instant_at(transfers.zones.start_of(audit.policy_date), transfers.dialect)
    return case((since.usably_before_day(audit.policy_date), policy), else_=since.instant)


def _within(transfers: Relation, moment: Expression, audit: Audit) -> Expression:
    """Whether the transfer was still going on after this moment, and the audited one has not come before it. An end
    that is a day says nothing of its hours: what ended on that day ended in time.
    """
    past = and_(moment.is_not(None), moment <= instant_at(audit.as_of, transfers.dialect))
    if not transfers.has("until"):
        return past
    ends = transfers.moment("until")
    return and_(past, or_(ends.absent, ends.after(LAST_USABLE), moment < ends.instant))


def turn(transfers: Relation, since: date) -> Expression:
    """The number of this transfer among those of the same person on consent alone since that day, or 0."""
    begins = transfers.moment("since")
    counts = and_(
        transfers.in_scope(),
        word_is(transfers.word("mechanism"), (CONSENT,)),
        not_(begins.undecidable),
        begins.day >= day_at(transfers, since.isoformat()),
    )
    counted = case((counts, 1), else_=0)
    order = [begins.instant, transfers.identity("key")]
    number = func.row_number().over(partition_by=[transfers.identity("subject"), counted], order_by=order)
    return case((counted == 1, number), else_=0)
