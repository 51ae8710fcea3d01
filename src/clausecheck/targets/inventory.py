"""What a system holds beside its datasets, as the target declares it: whose it is, or why it holds no personal data."""

from collections.abc import Collection, Mapping
from typing import Any

from clausecheck.targets.draft import Draft
from clausecheck.targets.model import Declared


def inventory_of(draft: Draft, name: str, entry: Mapping[str, Any]) -> tuple[Declared, ...]:
    """The declarations of one system; a second one of the same name is noted in the draft."""
    declared = tuple(Declared(**one) for one in entry.get("inventory", ()))
    for number, one in enumerate(declared):
        if one.name in {before.name for before in declared[:number]}:
            path = ("systems", name, "inventory", number, "name")
            draft.refuse(f"{one.name!r} is declared twice", *path, at_value=True)
    return declared


def refuse_unknown(draft: Draft, inventories: Mapping[str, tuple[Declared, ...]], names: Collection[str]) -> None:
    """Note whatever is said to be mapped by a system or dataset that the target does not have."""
    for system, declared in inventories.items():
        for number, one in enumerate(declared):
            if one.mapped_by and one.mapped_by not in names:
                path = ("systems", system, "inventory", number, "mapped_by")
                draft.unknown("no system and no dataset is named", one.mapped_by, names, *path)
