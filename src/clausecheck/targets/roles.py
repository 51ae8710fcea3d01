"""The column roles of a dataset, against its category."""

from collections.abc import Mapping, Sequence
from typing import Any

from clausecheck.model import Category
from clausecheck.targets.anchors import moves_on_update
from clausecheck.targets.draft import Draft
from clausecheck.targets.model import Place
from clausecheck.targets.places import RESERVED, written_roles
from clausecheck.targets.registers import ANCHOR_ROLES, IDENTIFIER_ROLES


def looked_at(draft: Draft, index: int, entry: Mapping[str, Any], category: Category, places: Sequence[Place]) -> None:
    """Note roles that the category does not have, required ones that are missing, and anchors that updates move."""
    known = tuple(dict.fromkeys((*category.required, *category.optional, *IDENTIFIER_ROLES)))
    for path, role in written_roles(entry):
        if role not in known:
            words = [*known, *RESERVED] if len(path) == 1 else [*known]
            message = f"no key and no column role of {category.name} is named"
            draft.unknown(message, role, words, "datasets", index, *path, at_value=False)
    for role in category.required:
        if role not in places[0].roles:
            draft.refuse(f"the role {role} is missing; {category.name} needs {', '.join(category.required)}",
                         "datasets", index)  # fmt: skip
    _look_at_anchors(draft, index, entry)


def _look_at_anchors(draft: Draft, index: int, entry: Mapping[str, Any]) -> None:
    reasons = entry.get("anchor_reasons", {})
    written = list(written_roles(entry))
    for path, role in written:
        column = _column(entry, path)
        if role in ANCHOR_ROLES and role not in reasons and moves_on_update(column):
            draft.refuse(
                f"{column!r} sounds like a column that every update moves, so that no clock can start from it; name "
                f"another column, or say under anchor_reasons: {{{role}: why}} why it is one",
                "datasets", index, *path, at_value=True,
            )  # fmt: skip
    for role in reasons:
        if role not in {name for _, name in written}:
            names = [name for _, name in written if name in ANCHOR_ROLES]
            path = ("anchor_reasons", role)
            draft.unknown("no role is mapped as", role, names, "datasets", index, *path, at_value=False)


def _column(entry: Mapping[str, Any], path: tuple[str | int, ...]) -> str:
    found: Any = entry
    for part in path:
        found = found[part]
    return str(found)
