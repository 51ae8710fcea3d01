"""One statement a place answers both promises about sending (rigour 18)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import and_, case, func, not_, select

from clausecheck.connectors.sql import hides_rows
from clausecheck.errors import CannotVerify
from clausecheck.facts import Records, Unreadable
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent import campaigns, ledger, sends, suppression
from clausecheck.records.consent.counting import grouped, scanned, tally
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
    needed += [Needed(dataset=one, place=one.places[0], roles=REGISTERS[name]) for name, one in registers.items()]
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


@dataclass(frozen=True)
class _Health:
    rows: int
    nameless: int
    uncovered: int


def in_full(register: Relation, audit: Audit) -> tuple[Unreadable, ...]:
    """What of a register cannot be used: entries that name nobody, rows that no dataset covers, an empty ledger.

    `CannotVerify` where its database hides rows: what is missing could excuse or convict anybody.
    """
    hidden = "" if register.hashed else hides_rows(register.connection, register.table)
    if hidden:
        raise CannotVerify(hidden, tried=f"reading {register.place.name} in full", remedy="grant the role BYPASSRLS")
    return tuple(_unusable(register, _health(register, audit)))


def _unusable(register: Relation, health: _Health) -> Iterator[Unreadable]:
    noun = register.dataset.category.replace("_", " ")
    if register.dataset.category == "consent_events" and not health.rows:
        yield Unreadable(what=noun, why="the register is empty", remedy="map the ledger that the company keeps")
    if health.nameless:
        yield Unreadable(what=f"{health.nameless:,} {noun}", why="they do not tell whom, or what, they are about")
    if health.uncovered:
        why = "no dataset's `where` covers them"
        yield Unreadable(what=f"{health.uncovered:,} rows of {register.place.name}", why=why, remedy="add a dataset")


def _health(register: Relation, audit: Audit) -> _Health:
    scope = register.in_scope()
    covered = register.covered_by([register.dataset, *neighbours_of(register, audit)])
    counts = [func.count(case((scope, 1))), func.count(case((and_(scope, _nameless(register)), 1)))]
    counts.append(func.count(case((not_(covered), 1))))
    statement = select(*counts).select_from(register.table)
    return _Health(*register.connection.execute(statement).one())


def _nameless(register: Relation):  # type: ignore[no-untyped-def]
    if register.dataset.category == "consent_events":
        return ledger.unmatched(register)
    return register.column("key" if register.dataset.category == "campaigns" else "subject").is_(None)
