"""One scan a place of the disclosure log, with the registers that the asked grounds need."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from clausecheck.facts import Records, Unreadable
from clausecheck.policy.obligations.sharing import DisclosureGround
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent import ledger as ledgers
from clausecheck.records.consent.answering import NOT_RECORDED
from clausecheck.records.consent.registers import in_full
from clausecheck.records.patterns import scan_by_patterns
from clausecheck.records.relation import Relation
from clausecheck.records.sharing import business_transfers, contracts
from clausecheck.records.sharing.disclosures import NOT_SEEN, Disclosures
from clausecheck.records.sharing.evidence import EVIDENCE, Grounds, declared_grounds, lacking
from clausecheck.records.together import Needed, together

ROLES = (
    "key", "subject", "disclosed_at", "ground", "purpose", "processor", "case_reference", "authority", "approver",
    "transaction", "consideration",
)  # fmt: skip
REGISTERS = {
    "processors": contracts.ROLES,
    "business_transfers": business_transfers.ROLES,
    "consent_events": ledgers.ROLES,
}


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The disclosures of one place; `found` has the class `ungrounded`.

    `CannotVerify` where what shows an asked ground is not mapped. An ask for every ground leaves such rows undecided.
    """
    dataset, place = asks[0].dataset, asks[0].place
    asked = [cast("DisclosureGround", ask.obligation) for ask in asks]
    for one in asked:
        if one.ground and (why := lacking(one, place, audit)):
            raise why
    grounds = declared_grounds(audit)
    if all(one.ground for one in asked):
        grounds = {one.ground: one for one in asked}
    seen = {name: one for name, one in grounds.items() if lacking(one, place, audit) is None}
    wanted = {EVIDENCE[item].register for one in seen.values() for item in one.shown_by}
    registers = {name: found for name in REGISTERS if name in wanted and (found := audit.register(name))}
    needed = [Needed(dataset=dataset, place=place, roles=ROLES)]
    needed += [Needed(dataset=one, place=one.original, roles=REGISTERS[name]) for name, one in registers.items()]
    with together(audit, needed) as (log, *others):
        return _answered(asked, log, dict(zip(registers, others, strict=True)), grounds, seen, audit)


def _answered(
    asked: Sequence[DisclosureGround],
    log: Relation,
    registers: dict[str, Relation],
    grounds: Grounds,
    seen: Grounds,
    audit: Audit,
) -> list[Records]:
    unread = {name: _in_full(one, audit) for name, one in registers.items()}
    disclosures = Disclosures(log, registers, grounds, seen, audit)
    classes = [disclosures.classes(one) for one in asked]
    scanned = scan_by_patterns(log, disclosures.source, classes, neighbours=neighbours_of(log, audit))
    answered = []
    for number, (one, sorted_rows) in enumerate(zip(asked, classes, strict=True)):
        told = records_of(log, disclosures.source, sorted_rows, scanned, number, audit)
        counts = dict(told.counts)
        on_consent = counts.pop("on_consent", 0)
        doubts = [what for name, ones in unread.items() if name != "consent_events" or on_consent for what in ones]
        if told.undecidable.get(NOT_SEEN):
            doubts += _not_seen(grounds, seen, log, audit)
        if not one.ground and not log.has("consideration"):
            doubts.append(_no_consideration(log))
        ledger = registers.get("consent_events")
        warnings = (NOT_RECORDED,) if on_consent and ledger and not ledger.has("recorded_at") else ()
        unreadable = (*told.unreadable, *doubts)
        answered.append(replace(told, counts=counts, unreadable=unreadable, warnings=warnings))
    return answered


def _in_full(register: Relation, audit: Audit) -> tuple[Unreadable, ...]:
    if register.dataset.category == "consent_events":
        return in_full(register, audit)
    return in_full(register, audit, register.column("key").is_(None))


def _not_seen(grounds: Grounds, seen: Grounds, log: Relation, audit: Audit) -> list[Unreadable]:
    reasons = {}
    for name in set(grounds) - set(seen):
        if why := lacking(grounds[name], log.place, audit):
            reasons[why.reason] = why.remedy
    return [
        Unreadable(what="what shows the ground of some disclosures", why=why, remedy=remedy)
        for why, remedy in sorted(reasons.items())
    ]


def _no_consideration(log: Relation) -> Unreadable:
    return Unreadable(
        what="what was received in return",
        why=f"dataset {log.dataset.name} names no column for the role consideration",
        remedy="record what came in return for each disclosure, `none` where nothing did; map `consideration: COLUMN`",
    )
