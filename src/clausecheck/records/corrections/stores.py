"""The places that hold a field of a person: where a role has its name, or `columns:` declares a column as it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_ as either
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, func, literal, not_, select, union_all
from sqlalchemy.sql.selectable import Select, Subquery

from clausecheck.connectors.sql import hides_rows
from clausecheck.facts import Unreadable
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.relation import Relation
from clausecheck.records.together import Needed
from clausecheck.targets.about_people import PROOF, names_people, searched
from clausecheck.targets.model import Dataset, Place, Target

ROLES = ("subject", "value")
Expression = ColumnElement[Any]


@dataclass(frozen=True, kw_only=True)
class Store:
    """One column of one place; its roles are `subject` and `value`, and `key` where the place has one."""

    dataset: Dataset
    place: Place
    field: str

    @property
    def needed(self) -> Needed:
        return Needed(dataset=self.dataset, place=self.place, roles=ROLES)


def stores_of(fields: Sequence[str], target: Target) -> list[Store]:
    """Every column that holds one of these fields beside a subject, copies included."""
    return [
        Store(dataset=dataset, place=replace(place, roles={"subject": subject, "value": column}), field=field)
        for dataset, place in searched(target)
        for field, column in _columns(dataset, place, fields)
        if (subject := _subject(dataset, place))
    ]


def nameless(fields: Sequence[str], target: Target) -> Iterator[Unreadable]:
    """Places that hold such a field and name no subject: nobody can tell whose it is. Where nothing tells that a place
    is about people, a role of that name may be a company's, and only a column declared as the field is one.
    """
    places = [
        (dataset, place) for dataset in target.datasets for place in dataset.places if dataset.category not in PROOF
    ]
    for dataset, place in places:
        held = _columns(dataset, place, fields) if names_people(dataset, place) else _declared(dataset, fields)
        if not _subject(dataset, place) and list(held):
            yield Unreadable(
                what=place.name, why="it holds corrected fields and names no subject", remedy="map `subject:`"
            )


def _subject(dataset: Dataset, place: Place) -> str:
    return place.roles.get("key" if dataset.category == "people" else "subject", "")


def _columns(dataset: Dataset, place: Place, fields: Sequence[str]) -> Iterator[tuple[str, str]]:
    for field in fields:
        declared = _declared(dataset, [field])
        yield from ((field, column) for column in dict.fromkeys([*declared, *_by_role(place, field)]))


def _declared(dataset: Dataset, fields: Sequence[str]) -> list[str]:
    return [column for column, word in dataset.columns.items() if word in fields]


def _by_role(place: Place, field: str) -> list[str]:
    return [place.roles[field]] if field in place.roles else []


def hidden(store: Relation) -> str:
    return "" if store.hashed else hides_rows(store.connection, store.table)


def compared(corrections: Relation, stores: Sequence[tuple[Store, Relation]]) -> Subquery | None:
    """(key, stale, other, held): for each correction, how many records still hold the old value, how many neither the
    old nor the new, and how many hold any. None where no place holds any of the fields.
    """
    each = [_compared(corrections, store, relation) for store, relation in stores]
    if not each:
        return None
    found = union_all(*each).subquery("found")
    sums = (func.sum(found.c[name]).label(name) for name in ("stale", "other", "held"))
    return select(found.c.key, *sums).group_by(found.c.key).subquery("compared")


def _compared(corrections: Relation, store: Store, relation: Relation) -> Select[Any]:
    whose, person = comparable((corrections, "subject"), (relation, "subject"))
    value, new = relation.identity("value"), corrections.identity("new_value")
    reached = value.is_not_distinct_from(new)
    was_old = _was_old(corrections, value)
    stale = and_(not_(reached), was_old)
    other = and_(not_(reached), not_(was_old), _untold(corrections, value))
    held = reduce(either, (value.is_not(None), stale))
    flags = {"stale": stale, "other": other, "held": held}
    counted = (case((flag, 1), else_=0).label(name) for name, flag in flags.items())
    same = and_(whose == person, corrections.word("field") == literal(store.field, String))
    return (
        select(corrections.identity("key").label("key"), *counted)
        .select_from(corrections.table.join(relation.table, same))
        .where(corrections.in_scope(), relation.in_scope())
    )


def _was_old(corrections: Relation, value: Expression) -> Expression:
    """The value that was wrong; where the register does not keep it, any that is not the corrected one."""
    if corrections.has("old_value"):
        return value.is_not_distinct_from(corrections.identity("old_value"))
    return value.is_not(None)


def _untold(corrections: Relation, value: Expression) -> Expression:
    """Something else than both; nothing at all tells as little where the register does not keep what was wrong."""
    return value.is_not(None) if corrections.has("old_value") else value.is_(None)
