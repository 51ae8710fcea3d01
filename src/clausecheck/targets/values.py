"""What the stored values of a dataset mean, in the words of its register."""

from collections.abc import Mapping
from typing import Any

from clausecheck.model import Category
from clausecheck.targets.draft import Draft
from clausecheck.targets.places import written_roles
from clausecheck.targets.registers import OPEN_ROLES, WORDS


def values_of(draft: Draft, index: int, entry: Mapping[str, Any], category: Category) -> dict[str, dict[str, str]]:
    """Role to stored value to word. Roles that have no words, and words that are none, are noted in the draft."""
    given: Mapping[str, Mapping[str, str | bool]] = entry.get("values", {})
    closed = WORDS.get(category.name, {})
    mapped = {role for _, role in written_roles(entry)}
    for role in given:
        path = ("datasets", index, "values", role)
        if role not in mapped:
            draft.unknown("no role is mapped as", role, sorted(mapped), *path, at_value=False)
        elif role not in closed and role not in OPEN_ROLES:
            draft.refuse(f"the values of {role} are not words that could be mapped", *path)
    named = {role: {stored: _word(word) for stored, word in words.items()} for role, words in given.items()}
    for role, words in named.items():
        for stored, word in words.items():
            if role in closed and word not in closed[role]:
                draft.unknown(f"{role} has no word", word, closed[role], "datasets", index, "values", role, stored)
    return named


def _word(word: str | bool) -> str:
    return str(word).lower() if isinstance(word, bool) else word
