"""Where a system of the target stands: each of its regions is a destination of the data that it holds (rigour 35)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, case, cast, literal, null, select, union_all

from clausecheck.facts import SHOWN, Records, RowClass
from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import in_bytes
from clausecheck.records.in_force import day_at
from clausecheck.records.relation import Relation, as_bytes
from clausecheck.records.together import Needed, together
from clausecheck.records.transfers import mechanisms as register
from clausecheck.records.transfers.answering import in_full, mapped_mechanisms
from clausecheck.records.transfers.countries import country_of
from clausecheck.records.transfers.coverage import Moved, carried
from clausecheck.records.transfers.mechanisms import mechanisms
from clausecheck.targets.model import System
from clausecheck.targets.registers import REGISTERS

UNKNOWN = "stand in no region that is known"


@dataclass(frozen=True, kw_only=True)
class _Stay:
    """One category of data in one region; `category` is "" where nobody can tell which."""

    region: str
    category: str

    @property
    def label(self) -> str:
        return f"{self.region} ({self.category.replace('_', ' ')})" if self.category else self.region


def regions(system: System, audit: Audit) -> Records:
    """Each category of data that the system holds, in each of its regions, on the day of the audit."""
    stays = list(_stays(system, audit))
    known = [stay for stay in stays if country_of(stay.region)]
    without, unclear = _judged(known, system, audit) if known else ([], 0)
    undecidable = {UNKNOWN: len(stays) - len(known), "rest on what cannot be told": unclear}
    return Records(
        noun="kinds of data in regions",
        examined=len(stays),
        classes={"without": RowClass(count=len(without), examples=tuple(without[:SHOWN]))},
        undecidable={why: number for why, number in undecidable.items() if number},
    )


def _stays(system: System, audit: Audit) -> Iterator[_Stay]:
    declared = system.settings.get("regions")
    places = [str(one) for one in declared] if isinstance(declared, Sequence) and not isinstance(declared, str) else []
    for region in places or [system.region or "no region"]:
        for category in _held(system, audit) or [""]:
            yield _Stay(region=region, category=category)


def _held(system: System, audit: Audit) -> list[str]:
    """The policy's categories of data that lie in it, or on a store of it."""
    lying = {
        other.name for other in audit.target.systems.values() if other.at_rest and other.at_rest.system == system.name
    }
    return sorted({
        dataset.category
        for dataset in audit.target.datasets
        for place in dataset.places
        if place.system in {system.name, *lying} and dataset.category not in REGISTERS
    })  # fmt: skip


def _judged(stays: Sequence[_Stay], system: System, audit: Audit) -> tuple[list[str], int]:
    """(what has no mechanism, how many nobody can tell), asked of the database that keeps the mechanisms."""
    dataset = mapped_mechanisms(audit)
    with together(audit, [Needed(dataset=dataset, place=dataset.original, roles=register.ROLES)]) as (known,):
        in_full(known)
        whose = known.identity("recipient") if known.has("recipient") else cast(null(), String(255))
        entries = mechanisms(known, in_bytes(whose, known.dialect))
        here: Any = _rows(known, stays, system, audit)
        moved = Moved(
            recipient=here.c.recipient, country=here.c.country, category=here.c.category, area=here.c.area,
            first=here.c.day, last=here.c.day,
        )  # fmt: skip
        certain, maybe = carried(moved, entries, ""), carried(moved, entries, "", maybe=True)
        found = case((certain, 2), (maybe, 1), else_=0)
        rows = known.connection.execute(select(here.c.label, found).order_by(here.c.number)).all()
    return [label for label, carries in rows if carries == 0], sum(carries == 1 for _, carries in rows)


def _rows(known: Relation, stays: Sequence[_Stay], system: System, audit: Audit) -> Any:
    today = day_at(known, known.zones.day_of(audit.as_of).isoformat())

    def word(text: str) -> Any:
        return in_bytes(as_bytes(literal(text, String(255)), known.dialect), known.dialect)

    chosen = [
        select(
            literal(number).label("number"),
            literal(stay.label, String(255)).label("label"),
            word(system.name).label("recipient"),
            word(country_of(stay.region)).label("country"),
            (word(stay.category) if stay.category else cast(null(), String(255))).label("category"),
            literal("", String(255)).label("area"),
            today.label("day"),
        )
        for number, stay in enumerate(stays)
    ]
    return union_all(*chosen).subquery("stays")
