"""Objection: what somebody objected to has stopped, and marketing at once (rigour 29)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, false, literal, not_, or_

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.policy.obligations.rights import Objection
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.blank import blank
from clausecheck.records.consent.ledger import in_bytes, vocabulary
from clausecheck.records.consent.registers import in_full
from clausecheck.records.consent.sends import DEFAULT_PURPOSE
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, scan
from clausecheck.records.spans import Beginning, Entries, Standing, standing
from clausecheck.records.together import Needed, together
from clausecheck.records.uses import ACCESSES, SENDS, Uses, needed, unknown_word, unmapped, uses
from clausecheck.targets.model import Dataset

ROLES = ("key", "subject", "received_at", "purpose", "status", "reason", "decided_at", "withdrawn_at")
OPEN, UPHELD, REFUSED = "open", "upheld", "refused"
Expression = ColumnElement[Any]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The objections themselves, or the accesses or sends of one place; `found` has the class `ignored`."""
    register = audit.register("objections")
    if register is None:
        raise CannotVerify(
            "the target maps no objections, so nobody can tell what people objected to",
            remedy="map the register of objections with their purposes and what was decided",
        )
    if asks[0].dataset.category == "objections":
        return _decided(asks, audit)
    return _used(asks, register, audit)


def _decided(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """What was decided: no refusal without a reason, and none at all where the objection is absolute."""
    wanted = [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)]
    with together(audit, wanted) as (objections,):
        classes = [_decisions(objections, cast("Objection", ask.obligation), audit) for ask in asks]
        scanned = scan(objections, objections.table, classes, neighbours=neighbours_of(objections, audit))
        unread = unmapped([ACCESSES, SENDS], audit)
        told = [
            records_of(objections, objections.table, one, scanned, number, audit) for number, one in enumerate(classes)
        ]
        return [replace(one, unreadable=(*one.unreadable, *unread)) for one in told]


def _decisions(objections: Relation, obligation: Objection, audit: Audit) -> Classes:
    status, purpose = objections.word("status"), vocabulary(objections, "purpose")
    refused, absolute = word_is(status, [REFUSED]), word_is(purpose, obligation.absolute)
    excluded, undecidable = past(objections.moment("received_at"), audit)
    undecidable["names no person"] = objections.column("subject").is_(None)
    undecidable["names no known purpose"] = or_(blank(objections, "purpose"), purpose.is_(None))
    undecidable["of no known status"] = not_(word_is(status, [OPEN, UPHELD, REFUSED]))
    unreasoned: Expression = false()
    if objections.has("reason"):
        unreasoned = and_(refused, blank(objections, "reason"))
    else:
        undecidable["refused, and no role tells the reason"] = and_(refused, not_(absolute))
    found = or_(and_(refused, absolute), unreasoned)
    out = or_(*excluded.values(), *undecidable.values())
    counts = {"refused_although_absolute": and_(refused, absolute), "refused_without_reason": unreasoned}
    return Classes(
        found={"ignored": found},
        excluded=excluded,
        undecidable=undecidable,
        counts={name: and_(one, not_(out)) for name, one in counts.items()},
    )


def _used(asks: Sequence[Ask], register: Dataset, audit: Audit) -> list[Records]:
    with together(audit, needed(asks[0].dataset, asks[0].place, register, ROLES, audit)) as (used, objections, *rest):
        unread = (*in_full(objections, audit, _nameless(objections)), *unmapped([ACCESSES, SENDS], audit))
        of = uses(used, objections, next(iter(rest), None), audit)
        answered = []
        for ask in asks:
            source, classes = _classes(of, objections, cast("Objection", ask.obligation))
            scanned = scan(used, source, [classes], neighbours=neighbours_of(used, audit))
            told = records_of(used, source, classes, scanned, 0, audit)
            answered.append(replace(told, unreadable=(*told.unreadable, *unread)))
        return answered


def _nameless(objections: Relation) -> Expression:
    nobody, nothing = objections.column("subject").is_(None), vocabulary(objections, "purpose").is_(None)
    return or_(nobody, nothing, blank(objections, "purpose"))


def _classes(of: Uses, objections: Relation, obligation: Objection) -> tuple[Any, Classes]:
    """An objection to marketing is held against every marketing send, any other against uses for its purpose."""
    dialect = objections.dialect
    purpose = in_bytes(vocabulary(objections, "purpose"), dialect)
    by_purpose = _binding(objections, obligation, {"subject": of.whose, "purpose": purpose})
    named = {"subject": of.subject, "purpose": _purpose(of, dialect)}
    joined = [standing(of.source, by_purpose, named, of.at, "objections")]
    if of.is_marketing:
        marketing = word_is(purpose, [DEFAULT_PURPOSE])
        to_marketing = replace(by_purpose, by={"subject": of.whose}, where=and_(by_purpose.where, marketing))
        joined.append(
            standing(joined[0].source, to_marketing, {"subject": of.subject}, of.at, "objections_to_marketing")
        )
    return joined[-1].source, _sorted(of, joined)


def _sorted(of: Uses, joined: Sequence[Standing]) -> Classes:
    stands = or_(*(one.stands for one in joined))
    untold = and_(not_(stands), or_(*(one.untold for one in joined)))
    undecidable = dict(of.undecidable)
    if not of.is_marketing:
        undecidable["names no known purpose"] = or_(blank(of.relation, "purpose"), unknown_word(of.relation, "purpose"))
    undecidable["of no known class of campaign"] = and_(or_(stands, untold), of.unclassed)
    undecidable["whose objection cannot be told"] = untold
    return Classes(found={"ignored": stands}, excluded=of.excluded, undecidable=undecidable)


def _purpose(of: Uses, dialect: str) -> Expression:
    if not of.relation.has("purpose"):
        return literal(DEFAULT_PURPOSE)
    return in_bytes(vocabulary(of.relation, "purpose"), dialect)


def _binding(objections: Relation, obligation: Objection, by: dict[str, Expression]) -> Entries:
    """From when on an objection binds: the absolute ones once received, the others once upheld."""
    status = objections.word("status")
    absolute = word_is(vocabulary(objections, "purpose"), obligation.absolute)
    unknown = not_(word_is(status, [OPEN, UPHELD, REFUSED]))
    received = objections.moment("received_at")
    decided = objections.moment("decided_at") if objections.has("decided_at") else received
    return Entries(
        register=objections,
        by=by,
        since=Beginning(
            instant=case((absolute, received.instant), else_=decided.instant),
            undecidable=or_(and_(absolute, received.undecidable), and_(not_(absolute), decided.undecidable)),
        ),
        until=objections.moment("withdrawn_at") if objections.has("withdrawn_at") else None,
        where=or_(absolute, word_is(status, [UPHELD]), unknown),
        untold=and_(not_(absolute), unknown),
    )
