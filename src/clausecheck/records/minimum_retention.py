"""Records missing below their minimum: registered, still due to be kept, and in no place of their category (rigour 17).

A row is there whatever it says of itself: soft-deleted and archived rows count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import ColumnElement, func, select, union
from sqlalchemy.sql.selectable import Subquery

from clausecheck.connectors.sql import hides_rows
from clausecheck.errors import CannotVerify
from clausecheck.facts import Records, Unreadable
from clausecheck.policy.obligations.retention import MinimumRetention
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.relation import Relation
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, scan
from clausecheck.records.together import Needed, together


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The registered records of one place; `found` has the class `missing`."""
    return [_answered(cast("MinimumRetention", ask.obligation), ask, audit) for ask in asks]


def _answered(obligation: MinimumRetention, ask: Ask, audit: Audit) -> Records:
    needed = [Needed(dataset=ask.dataset, place=ask.place, roles=("key", obligation.anchor)), *_kept(obligation, audit)]
    with together(audit, needed) as (register, *places):
        _in_full(places)
        key, *keys = comparable((register, "key"), *((place, "key") for place in places))
        there = _there(places, keys)
        source = register.table.outerjoin(there, there.c.there == key)
        classes = _classes(register, key, there, obligation, audit)
        scanned = scan(register, source, [classes], neighbours=neighbours_of(register, audit))
        told = records_of(register, source, classes, scanned, 0, audit)
        return replace(told, unreadable=(*told.unreadable, *_nameless(places)))


def _kept(obligation: MinimumRetention, audit: Audit) -> list[Needed]:
    """Every place where such a record may lie."""
    kept = audit.target.datasets_of(obligation.category)
    if not kept:
        raise CannotVerify(
            f"the target maps no {obligation.category}, so nobody can look for the registered ones",
            remedy=f"map every place of {obligation.category}, the archive too",
        )
    return [Needed(dataset=dataset, place=place, roles=("key",)) for dataset in kept for place in dataset.places]


def _in_full(places: Sequence[Relation]) -> None:
    """Rows that are hidden from this role are not missing."""
    for place in places:
        hidden = "" if place.hashed else hides_rows(place.connection, place.table)
        if hidden:
            raise CannotVerify(hidden, tried=f"reading {place.place.name} in full", remedy="grant the role BYPASSRLS")


def _there(places: Sequence[Relation], keys: Sequence[ColumnElement[str]]) -> Subquery:
    """The keys that lie anywhere, each once."""
    chosen = [
        # Distinct, so that no planner merges it into the join, where nothing could be looked up by this key.
        select(key.label("there")).select_from(place.table).where(place.in_scope(), key.is_not(None)).distinct()
        for place, key in zip(places, keys, strict=True)
    ]
    return union(*chosen).subquery("there")


def _classes(
    register: Relation, key: ColumnElement[str], there: Subquery, obligation: MinimumRetention, audit: Audit
) -> Classes:
    moment = register.moment(obligation.anchor)
    excluded, undecidable = past(moment, audit)
    today = register.zones.day_of(audit.as_of)
    over = moment.usably_before_day(obligation.period.cut_off(today))
    missing = there.c.there.is_(None)
    return Classes(
        excluded={**excluded, "their period is over": over},
        undecidable={"no id": key.is_(None), **undecidable},
        found={"missing": missing},
    )


def _nameless(places: Sequence[Relation]) -> Iterator[Unreadable]:
    """Rows without a key: any of them may be one that seems to be missing."""
    for place in places:
        unnamed = select(func.count()).select_from(place.table).where(place.in_scope(), place.column("key").is_(None))
        count = place.connection.execute(unnamed).scalar_one()
        if count:
            why = "they have no id, so nobody can tell which they are"
            yield Unreadable(what=f"{count:,} rows of {place.place.name}", why=why, remedy="complete their ids")
