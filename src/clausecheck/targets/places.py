"""The places where a dataset lies: the original, then its copies."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from clausecheck.targets.draft import Draft
from clausecheck.targets.model import Place

RESERVED: Final = (
    "name", "category", "system", "table", "values", "where", "copies", "columns", "may_be_empty", "acting_as",
    "anchor_reasons", "never_export", "record_schema",
)  # fmt: skip
"""Keys of a dataset that are no column roles."""


def places_of(
    draft: Draft, index: int, entry: Mapping[str, Any], systems: Collection[str]
) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """Every place, and the reason for each copy declared absent. Roles that a copy does not name are its original's."""
    roles = {key: value for key, value in entry.items() if key not in RESERVED}
    original = _place(draft, entry, roles, systems, ("datasets", index))
    copies = list(enumerate(entry.get("copies", ())))
    mapped = (
        _place(draft, copy, roles | _roles(copy), systems, ("datasets", index, "copies", number), is_copy=True)
        for number, copy in copies
        if "absent" not in copy
    )
    return (original, *mapped), tuple(copy["absent"] for _, copy in copies if "absent" in copy)


def _roles(copy: Mapping[str, Any]) -> dict[str, str]:
    return {key: value for key, value in copy.items() if key not in ("system", "table")}


def _place(
    draft: Draft,
    entry: Mapping[str, Any],
    roles: Mapping[str, str],
    systems: Collection[str],
    path: tuple[str | int, ...],
    *,
    is_copy: bool = False,
) -> Place:
    if entry["system"] not in systems:
        draft.unknown("no system is named", entry["system"], systems, *path, "system")
    return Place(
        system=entry["system"], table=entry["table"], roles=roles, is_copy=is_copy, line=draft.document.line(*path)
    )


def written_roles(entry: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where each role of a dataset is written, within it, and its name."""
    yield from (((key,), key) for key in entry if key not in RESERVED)
    for number, copy in enumerate(entry.get("copies", ())):
        if "absent" not in copy:
            yield from ((("copies", number, key), key) for key in _roles(copy))
