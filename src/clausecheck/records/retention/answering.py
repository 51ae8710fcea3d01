"""One scan a place answers all retention obligations that are asked of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import ColumnElement, func, select

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records, Unreadable
from clausecheck.policy.obligations.retention import Retention
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.relation import Relation
from clausecheck.records.retention import accounts, ages, records
from clausecheck.records.retention.holds import Hold, holds_joined
from clausecheck.records.scan import scan
from clausecheck.records.together import Needed, together
from clausecheck.targets.model import Dataset

ROLES = ("key", "subject", "status", "service_end", "created_at", "left_at", "recorded_at", "hold")
HOLD_ROLES = ("key", "starts_at", "released_at")
SERVICE_ROLES = ("subject", "status", "service_end")
RESTRICTION_ROLES = ("subject", "starts_at", "ends_at")
_ROLES_OF = {"services": SERVICE_ROLES, "legal_holds": HOLD_ROLES, "restrictions": RESTRICTION_ROLES}


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The records of one place, classified for each ask; `found` has the class `overdue`."""
    dataset, place = asks[0].dataset, asks[0].place
    by_service = cast("Retention", asks[0].obligation).anchor == "service_end"
    services = audit.register("services") if by_service else None
    holds = audit.register("legal_holds") if "hold" in place.roles else None
    registers = {
        "services": services,
        "legal_holds": holds if holds is not None and readable(holds, audit) else None,
        "restrictions": audit.register("restrictions") if "subject" in place.roles else None,
    }
    mapped = {name: one for name, one in registers.items() if one is not None}
    needed = [Needed(dataset=dataset, place=place, roles=ROLES)]
    needed += [Needed(dataset=one, place=one.original, roles=_ROLES_OF[name]) for name, one in mapped.items()]
    with together(audit, needed) as (records_there, *others):
        return _answered(asks, audit, records_there, dict(zip(mapped, others, strict=True)))


def readable(holds: Dataset, audit: Audit) -> bool:
    """Whether the register of holds can be read at all; if not, overdue rows that name a hold are undecidable."""
    try:
        with together(audit, [Needed(dataset=holds, place=holds.original, roles=HOLD_ROLES)]) as (register,):
            register.connection.execute(select(func.count()).select_from(register.table))
            return all(register.column(role) is not None for role in ("key", "starts_at"))
    except CannotVerify:
        return False


def _answered(asks: Sequence[Ask], audit: Audit, place: Relation, registers: dict[str, Relation]) -> list[Records]:
    asked = [cast("Retention", ask.obligation) for ask in asks]
    hold, unread = _kept(place, registers, audit)
    source = hold.source if hold else place.table
    services = registers.get("services")
    extra = {}
    if asked[0].anchor == "service_end":
        source, latest = accounts.services_joined(place, source, services, audit)
        sorted_rows = accounts.classes(place, latest, asked, hold, audit)
        extra = {"services that name nobody": _nameless(services)} if services else {}
    else:
        sorted_rows = records.classes(place, asked, hold, audit)
    aged = {} if asked[0].anchor == "service_end" else ages.columns(place, asked, audit)
    scanned = scan(place, source, sorted_rows, neighbours=neighbours_of(place, audit), extra=extra, sums=aged)
    told = [records_of(place, source, classes, scanned, number, audit) for number, classes in enumerate(sorted_rows)]
    return [
        replace(one, unreadable=(*one.unreadable, *unread), ages=ages.told(scanned.sums, number))
        for number, one in enumerate(told)
    ]


def _kept(place: Relation, registers: dict[str, Relation], audit: Audit) -> tuple[Hold | None, tuple[Unreadable, ...]]:
    """What keeps overdue records: a hold that they name, or a restriction of their person where any are mapped."""
    hold = holds_joined(place, place.table, registers.get("legal_holds"), audit)
    if "restrictions" not in registers:
        return hold, ()
    # The consent questions, which it leans on, lean on this package.
    from clausecheck.records.retention.restricted import restricted

    return restricted(place, hold, registers["restrictions"], audit)


def _nameless(services: Relation) -> ColumnElement[int]:
    unnamed = select(func.count()).select_from(services.table)
    return unnamed.where(services.in_scope(), services.identity("subject").is_(None)).scalar_subquery()
