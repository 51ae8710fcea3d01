"""One statement a place answers both promises about sending (rigour 18)."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import and_

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent import campaigns, ledger, sends, suppression
from clausecheck.records.consent.counting import grouped, scanned, tally
from clausecheck.records.consent.registers import in_full
from clausecheck.records.consent.verdicts import RULES, judged_now
from clausecheck.records.relation import Relation
from clausecheck.records.scan import Classes
from clausecheck.records.together import Needed, together

REGISTERS = {"consent_events": ledger.ROLES, "suppressions": suppression.ROLES, "campaigns": campaigns.ROLES}
NOT_RECORDED = "recorded_at is not mapped: the effective moment is all there is, and back-dated grants are not seen"


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The sends of one place, classified for each ask; `found` has `after_opt_out` or `without_consent`.

    `CannotVerify` where the target maps no consent events, or they cannot be read in full.
    """
    dataset, place = asks[0].dataset, asks[0].place
    registers = {name: found for name in REGISTERS if (found := audit.register(name)) is not None}
    if "consent_events" not in registers:
        raise unmapped_ledger()
    needed = [Needed(dataset=dataset, place=place, roles=sends.ROLES)]
    needed += [Needed(dataset=one, place=one.original, roles=REGISTERS[name]) for name, one in registers.items()]
    with together(audit, needed) as (sent, *others):
        return _answered(asks, sent, dict(zip(registers, others, strict=True)), audit)


def unmapped_ledger() -> CannotVerify:
    return CannotVerify(
        "the target maps no consent_events, so nobody can tell what people agreed to",
        remedy="map the table or view that holds each consent, refusal and withdrawal with its moment",
    )


def _answered(asks: Sequence[Ask], sent: Relation, registers: dict[str, Relation], audit: Audit) -> list[Records]:
    read = {name: in_full(relation, audit) for name, relation in registers.items()}
    told = sends.sends_joined(
        sent, registers["consent_events"], registers.get("suppressions"), registers.get("campaigns"), audit
    )
    rules = [RULES[ask.obligation.kind] for ask in asks]
    groups = grouped(told, neighbours_of(sent, audit))
    scan = scanned(groups, [tally(groups, told, rule) for rule in rules], {})
    now = judged_now(told)
    answered = []
    for number, rule in enumerate(rules):
        classes = Classes(found={rule.found: and_(now, rule.condition(told))})
        records = records_of(sent, told.source, classes, scan, number, audit)
        unreadable = (*records.unreadable, *(one for ones in read.values() for one in ones))
        warnings = () if registers["consent_events"].has("recorded_at") else (NOT_RECORDED,)
        answered.append(replace(records, unreadable=unreadable, warnings=warnings))
    return answered
