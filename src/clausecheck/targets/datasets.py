"""Datasets of a target, out of its data."""

from collections.abc import Collection, Mapping
from typing import Any

from clausecheck.model import Category
from clausecheck.targets.draft import Draft
from clausecheck.targets.model import Dataset
from clausecheck.targets.places import places_of
from clausecheck.targets.roles import looked_at
from clausecheck.targets.values import values_of

DELIVERED = "export_records"


def datasets_of(draft: Draft, systems: Collection[str]) -> tuple[Dataset, ...]:
    """Every dataset whose form is right; what else is wrong with it is noted in the draft."""
    entries = draft.data.get("datasets")
    if not isinstance(entries, list):
        return ()
    sound = [index for index in range(len(entries)) if draft.is_sound("datasets", index)]
    made = [(index, _dataset(draft, index, entries[index], systems)) for index in sound]
    _refuse_second_names(draft, [(index, entries[index]["name"]) for index in sound])
    datasets = tuple(dataset for _, dataset in made if dataset)
    if not any(isinstance(entry, dict) and entry.get("category") == "legal_holds" for entry in entries):
        _refuse_holds(draft, entries, sound)
    return datasets


def _dataset(draft: Draft, index: int, entry: Mapping[str, Any], systems: Collection[str]) -> Dataset | None:
    category = draft.categories.get(entry["category"])
    if category is None:
        draft.unknown("no category is named", entry["category"], draft.categories, "datasets", index, "category")
        return None
    places, absent = places_of(draft, index, entry, systems)
    looked_at(draft, index, entry, category, places)
    _refuse_other_words(draft, index, entry)
    if "record_schema" in entry and category.name != DELIVERED:
        message = f"says how delivered records look, and the dataset is of category {category.name}, not {DELIVERED}"
        draft.refuse(message, "datasets", index, "record_schema")
    return _built(draft, index, entry, category, places, absent)


def _refuse_other_words(draft: Draft, index: int, entry: Mapping[str, Any]) -> None:
    for column, word in entry.get("columns", {}).items():
        if word not in draft.declares:
            draft.unknown("no kind of data is named", word, draft.declares, "datasets", index, "columns", column)


def _built(
    draft: Draft, index: int, entry: Mapping[str, Any], category: Category, places: Any, absent: tuple[str, ...]
) -> Dataset:
    return Dataset(
        name=entry["name"],
        category=category.name,
        places=places,
        values=values_of(draft, index, entry, category),
        where=dict(entry.get("where", {})),
        columns=dict(entry.get("columns", {})),
        absent=absent,
        may_be_empty=entry.get("may_be_empty", False),
        acting_as=entry.get("acting_as", "controller"),
        anchor_reasons=dict(entry.get("anchor_reasons", {})),
        never_export=tuple(entry.get("never_export", ())),
        record_schema=entry.get("record_schema", ""),
        line=draft.document.line("datasets", index),
    )


def _refuse_second_names(draft: Draft, names: list[tuple[int, str]]) -> None:
    first: dict[str, int] = {}
    for index, name in names:
        if name in first:
            line = draft.document.line("datasets", first[name], "name")
            draft.refuse(f"a dataset {name!r} stands already at line {line}", "datasets", index, "name", at_value=True)
        first.setdefault(name, index)


def _refuse_holds(draft: Draft, entries: list[Any], sound: list[int]) -> None:
    """A hold that nobody can look up excuses nothing, so that mapping one is a mistake (rigour 14)."""
    message = "names legal holds, but no dataset of category legal_holds is mapped to look them up in"
    for index in sound:
        if "hold" in entries[index]:
            draft.refuse(message, "datasets", index, "hold")
        for number, copy in enumerate(entries[index].get("copies", ())):
            if "hold" in copy:
                draft.refuse(message, "datasets", index, "copies", number, "hold")
