"""Consents, and the marketing that rests on them: whether what was agreed to is on record (clause 1.1.i)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.policy.obligations.collection import ConsentDocumentation
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.blank import blank
from clausecheck.records.consent import campaigns
from clausecheck.records.consent.answering import unmapped_ledger
from clausecheck.records.consent.campaigns import classified
from clausecheck.records.consent.ledger import comparable, in_bytes, vocabulary
from clausecheck.records.consent.registers import in_full
from clausecheck.records.consent.sends import purpose_of
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, scan
from clausecheck.records.together import Needed, together
from clausecheck.targets.model import Dataset

LEDGER = "consent_events"
TIME = "time"
EVENT_ROLES = (
    "key", "subject", "purpose", "channel", "status", "effective_at", "notice_version", "wording", "source",
)  # fmt: skip
SEND_ROLES = ("key", "subject", "channel", "sent_at", "purpose", "campaign")
WORDS = ("granted", "pending", "withdrawn", "denied")
Expression = ColumnElement[Any]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The grants of one place of the ledger, or the marketing sends of one place; `found` has `undocumented`."""
    dataset, place = asks[0].dataset, asks[0].place
    obligations = [cast("ConsentDocumentation", ask.obligation) for ask in asks]
    for one in obligations:
        _refuse_gaps(dataset if dataset.category == LEDGER else _ledger(audit), one)
    if dataset.category == LEDGER:
        with together(audit, [Needed(dataset=dataset, place=place, roles=EVENT_ROLES)]) as (events,):
            classes = [_classes_of_events(events, one) for one in obligations]
            return _records(events, events.table, classes, audit)
    needed = [Needed(dataset=dataset, place=place, roles=SEND_ROLES)]
    needed.append(Needed(dataset=_ledger(audit), place=_ledger(audit).original, roles=EVENT_ROLES))
    if known := audit.register("campaigns"):
        needed.append(Needed(dataset=known, place=known.original, roles=campaigns.ROLES))
    with together(audit, needed) as (sends, events, *rest):
        registers = [in_full(one, audit) for one in (events, *rest)]
        answered = [_of_sends(sends, events, next(iter(rest), None), one, audit) for one in obligations]
        unread = tuple(what for ones in registers for what in ones)
        return [replace(one, unreadable=(*one.unreadable, *unread)) for one in answered]


def _ledger(audit: Audit) -> Dataset:
    ledger = audit.register(LEDGER)
    if ledger is None:
        raise unmapped_ledger()
    return ledger


def _refuse_gaps(ledger: Dataset, obligation: ConsentDocumentation) -> None:
    """A record that has no place for what it must hold documents nothing, and says so before any row is read."""
    place = ledger.original
    missing = [name for name in obligation.shown_by if name != TIME and name not in place.roles]
    if missing:
        columns = "; ".join(f"ALTER TABLE {place.table} ADD COLUMN {name} TEXT" for name in missing)
        raise CannotVerify(
            f"dataset {ledger.name} names no column for the role {' and '.join(missing)}",
            remedy=f"map the column of {place.name} that holds it; else record it from now on ({columns})",
        )


def _records(relation: Relation, source: FromClause, classes: Sequence[Classes], audit: Audit) -> list[Records]:
    scanned = scan(relation, source, classes, neighbours=neighbours_of(relation, audit))
    return [records_of(relation, source, one, scanned, number, audit) for number, one in enumerate(classes)]


def _lacking(events: Relation, obligation: ConsentDocumentation) -> dict[str, Expression]:
    """What an event has to show and does not, by name; none of the conditions is NULL."""
    lacks = {name: blank(events, name) for name in obligation.shown_by if name != TIME}
    if TIME in obligation.shown_by:
        lacks[TIME] = events.moment("effective_at").undecidable
    return lacks


def _classes_of_events(events: Relation, obligation: ConsentDocumentation) -> Classes:
    status, lacks = events.word("status"), _lacking(events, obligation)
    granted = word_is(status, ("granted",))
    return Classes(
        excluded={"no grants": word_is(status, WORDS[1:])},
        undecidable={"of no known status": not_(word_is(status, WORDS))},
        found={"undocumented": or_(*lacks.values())},
        counts={f"without_{name}": and_(granted, condition) for name, condition in lacks.items()},
    )


def _of_sends(
    sends: Relation, events: Relation, known: Relation | None, obligation: ConsentDocumentation, audit: Audit
) -> Records:
    subject, theirs = comparable((sends, "subject"), (events, "subject"))
    grants = _documented(events, theirs, obligation)
    channel, purpose = vocabulary(sends, "channel"), purpose_of(sends)
    same = and_(
        grants.c.subject == subject,
        grants.c.purpose == in_bytes(purpose, sends.dialect),
        grants.c.channel == in_bytes(channel, sends.dialect),
    )
    marketing = classified(sends, sends.table.outerjoin(grants, same), known)
    source = marketing.source if marketing else sends.table.outerjoin(grants, same)
    moment = sends.moment("sent_at")
    late, undecidable = past(moment, audit)
    undecidable |= {"names no person": subject.is_(None), "names no channel": channel.is_(None)}
    if marketing:
        undecidable["of no known class of campaign"] = marketing.unknown
    documented = func.coalesce(grants.c.certain <= moment.instant, False)
    perhaps = func.coalesce(grants.c.possible <= moment.instant, False)
    excluded = {"before the policy": moment.usably_before_day(audit.policy_date), **late}
    classes = Classes(
        excluded={**({"service messages": marketing.service} if marketing else {}), **excluded},
        undecidable={**undecidable, "rests on an event of no known status": and_(not_(documented), perhaps)},
        found={"undocumented": not_(documented)},
    )
    return _records(sends, source, [classes], audit)[0]


def _documented(events: Relation, subject: Expression, obligation: ConsentDocumentation) -> Subquery:
    """(subject, purpose, channel, certain, possible): since when a documented grant is on record, and a documented
    event that may be one.
    """
    status, time = events.word("status"), events.moment("effective_at")
    complete = not_(or_(time.undecidable, *_lacking(events, obligation).values()))
    dialect = events.dialect
    columns = [
        subject.label("subject"),
        in_bytes(vocabulary(events, "purpose"), dialect).label("purpose"),
        in_bytes(vocabulary(events, "channel"), dialect).label("channel"),
        case((word_is(status, ("granted",)), 1), else_=0).label("granted"),
        time.instant.label("effective"),
    ]
    chosen = select(*columns).select_from(events.table)
    told = chosen.where(events.in_scope(), complete, not_(word_is(status, WORDS[1:]))).subquery("documented")
    certain = func.min(case((told.c.granted == 1, told.c.effective)))
    whose = [told.c.subject, told.c.purpose, told.c.channel]
    summed = select(*whose, certain.label("certain"), func.min(told.c.effective).label("possible"))
    return summed.group_by(*whose).subquery("grants")
