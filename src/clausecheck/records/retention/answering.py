"""One scan a place answers all retention obligations that are asked of it."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, func, select

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.policy.obligations.retention import Retention
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.relation import Relation
from clausecheck.records.retention import accounts, records
from clausecheck.records.retention.holds import holds_joined
from clausecheck.records.scan import scan
from clausecheck.records.together import Needed, together
from clausecheck.targets.model import Dataset

ROLES = ("key", "subject", "status", "service_end", "created_at", "left_at", "recorded_at", "hold")
HOLD_ROLES = ("key", "starts_at", "released_at")
SERVICE_ROLES = ("subject", "status", "service_end")


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The records of one place, classified for each ask; `found` has the class `overdue`."""
    dataset, place = asks[0].dataset, asks[0].place
    by_service = cast("Retention", asks[0].obligation).anchor == "service_end"
    services = audit.register("services") if by_service else None
    holds = audit.register("legal_holds") if "hold" in place.roles else None
    needed = [Needed(dataset=dataset, place=place, roles=ROLES)]
    if services:
        needed.append(Needed(dataset=services, place=services.places[0], roles=SERVICE_ROLES))
    if holds is None or not readable(holds, audit):
        return _answered(asks, audit, needed, has_services=services is not None)
    needed.append(Needed(dataset=holds, place=holds.places[0], roles=HOLD_ROLES))
    return _answered(asks, audit, needed, has_services=services is not None, has_holds=True)


def readable(holds: Dataset, audit: Audit) -> bool:
    """Whether the register of holds can be read at all; if not, overdue rows that name a hold are undecidable."""
    try:
        with together(audit, [Needed(dataset=holds, place=holds.places[0], roles=HOLD_ROLES)]) as (register,):
            register.connection.execute(select(func.count()).select_from(register.table))
            return all(register.column(role) is not None for role in ("key", "starts_at"))
    except CannotVerify:
        return False


def _answered(
    asks: Sequence[Ask], audit: Audit, needed: list[Needed], *, has_services: bool, has_holds: bool = False
) -> list[Records]:
    with together(audit, needed) as relations:
        asked = [cast("Retention", ask.obligation) for ask in asks]
        place = relations[0]
        hold = holds_joined(place, place.table, relations[-1] if has_holds else None, audit)
        source = hold.source if hold else place.table
        extra = {}
        if asked[0].anchor == "service_end":
            services = relations[1] if has_services else None
            source, latest = accounts.services_joined(place, source, services, audit)
            sorted_rows = accounts.classes(place, latest, asked, hold, audit)
            extra = {"services that name nobody": _nameless(services)} if services else {}
        else:
            sorted_rows = records.classes(place, asked, hold, audit)
        scanned = scan(place, source, sorted_rows, neighbours=neighbours_of(place, audit), extra=extra)
        return [
            records_of(place, source, classes, scanned, number, audit) for number, classes in enumerate(sorted_rows)
        ]


def _nameless(services: Relation) -> ColumnElement[int]:
    unnamed = select(func.count()).select_from(services.table)
    return unnamed.where(services.in_scope(), services.identity("subject").is_(None)).scalar_subquery()
