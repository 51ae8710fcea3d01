"""One scan a place of marketing data (rigour 12)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from clausecheck.facts import Records, Unreadable
from clausecheck.policy.obligations.retention import MarketingRemoval
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent import ledger
from clausecheck.records.consent.answering import NOT_RECORDED, unmapped_ledger
from clausecheck.records.consent.registers import in_full
from clausecheck.records.marketing_removal import requests
from clausecheck.records.marketing_removal.rows import Rows
from clausecheck.records.relation import Relation
from clausecheck.records.retention.answering import HOLD_ROLES, RESTRICTION_ROLES, readable
from clausecheck.records.retention.holds import holds_joined
from clausecheck.records.retention.restricted import restricted
from clausecheck.records.scan import scan
from clausecheck.records.together import Needed, together

ROLES = ("key", "subject", "purpose", "channel", "hold")
REGISTERS = {
    "consent_events": ledger.ROLES,
    "deletion_requests": requests.ROLES,
    "legal_holds": HOLD_ROLES,
    "restrictions": RESTRICTION_ROLES,
}


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The marketing data of one place; `found` has the class `overdue`. `CannotVerify` without consent events."""
    dataset, place = asks[0].dataset, asks[0].place
    registers = {name: found for name in REGISTERS if (found := audit.register(name)) is not None}
    if "consent_events" not in registers:
        raise unmapped_ledger()
    if "legal_holds" in registers and ("hold" not in place.roles or not readable(registers["legal_holds"], audit)):
        del registers["legal_holds"]
    needed = [Needed(dataset=dataset, place=place, roles=ROLES)]
    needed += [Needed(dataset=one, place=one.original, roles=REGISTERS[name]) for name, one in registers.items()]
    with together(audit, needed) as (data, *others):
        return _answered(asks, data, dict(zip(registers, others, strict=True)), audit)


def _answered(asks: Sequence[Ask], data: Relation, registers: dict[str, Relation], audit: Audit) -> list[Records]:
    told = registers["consent_events"]
    read = {name: in_full(one, audit) for name, one in registers.items() if name not in {"legal_holds", "restrictions"}}
    if "deletion_requests" not in registers:
        read["deletion_requests"] = (_no_requests(),)
    hold = holds_joined(data, data.table, registers.get("legal_holds"), audit)
    if "restrictions" in registers:
        hold, read["restrictions"] = restricted(data, hold, registers["restrictions"], audit)
    rows = Rows(data, hold.source if hold else data.table, told, registers.get("deletion_requests"), audit)
    classes = [rows.classes(cast("MarketingRemoval", ask.obligation), hold) for ask in asks]
    scanned = scan(data, rows.source, classes, neighbours=neighbours_of(data, audit))
    warnings = () if told.has("recorded_at") else (NOT_RECORDED,)
    answered = []
    for number, one in enumerate(classes):
        records = records_of(data, rows.source, one, scanned, number, audit)
        unreadable = (*records.unreadable, *(what for ones in read.values() for what in ones))
        answered.append(replace(records, unreadable=unreadable, warnings=warnings))
    return answered


def _no_requests() -> Unreadable:
    return Unreadable(
        what="deletion requests",
        why="no dataset maps them, and data must leave on request too",
        remedy="map deletion_requests; an empty register is an answer",
    )
