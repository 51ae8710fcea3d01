"""Why a document does not keep a schema, as values; and of alternatives, only the reasons that help.

`oneOf` and `anyOf` fail once for each alternative. What helps the author of a file is: the wrong word, where a
constant such as `kind` chooses none of them; else what the chosen one says; else, of those left, the one that
fails least.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from clausecheck.documents.document import KeyPath

if TYPE_CHECKING:
    from jsonschema import ValidationError

_CHOOSING = ("const", "enum")


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One rule of a schema that a value at `path` does not keep. `rule` is its keyword, `wanted` what it asks."""

    rule: str
    wanted: Any
    value: Any
    path: KeyPath
    schema: Mapping[str, Any]
    said: str
    cause: str
    branch: int
    alternatives: "tuple[Reason, ...]" = ()
    about_name: bool = False

    @property
    def is_choice(self) -> bool:
        return self.rule in {"oneOf", "anyOf"} and bool(self.alternatives)


def reason_of(error: "ValidationError") -> Reason:
    """The library's error as a value."""
    schema, branch = error.schema, error.relative_schema_path[0] if error.relative_schema_path else 0
    return Reason(
        rule=str(error.validator),
        wanted=error.validator_value,
        value=error.instance,
        path=tuple(error.absolute_path),
        schema=schema if isinstance(schema, Mapping) else {},
        said=error.message,
        cause=str(error.cause or ""),
        branch=branch if isinstance(branch, int) else 0,
        alternatives=tuple(reason_of(inner) for inner in error.context or ()),
        about_name="propertyNames" in error.relative_schema_path,
    )


def nearest(reason: Reason) -> Iterator[Reason]:
    """The reason itself, or the innermost ones of the alternative that it stands for."""
    if not reason.is_choice:
        yield reason
        return
    branches = _branches(reason)
    chosen = [found for found in branches if not _rejects(reason, found)]
    word = None if chosen else _word_of_none(reason)
    if word or (not chosen and len(branches) > 1 and all(_is_of_other_type(reason, found) for found in branches)):
        yield word or reason
        return
    for inner in min(chosen or branches, key=_distance):
        yield from nearest(inner)


def _branches(reason: Reason) -> list[Sequence[Reason]]:
    branches: dict[int, list[Reason]] = {}
    for inner in reason.alternatives:
        branches.setdefault(inner.branch, []).append(inner)
    return list(branches.values())


def _chooses(inner: Reason, outer: Reason) -> bool:
    return inner.rule in _CHOOSING and len(inner.path) == len(outer.path) + 1


def _rejects(outer: Reason, found: Sequence[Reason]) -> bool:
    """Whether a branch is for something else: a constant entry of the value itself differs, or its type."""
    return _is_of_other_type(outer, found) or any(_chooses(inner, outer) for inner in found)


def _is_of_other_type(outer: Reason, found: Sequence[Reason]) -> bool:
    return any(inner.rule == "type" and inner.path == outer.path for inner in found)


def _distance(found: Sequence[Reason]) -> tuple[int, int]:
    return len(found), -max(len(inner.path) for inner in found)


def _word_of_none(outer: Reason) -> Reason | None:
    """One reason that lists the words of every branch, where all fail on the same constant entry."""
    wrong = [inner for inner in outer.alternatives if _chooses(inner, outer)]
    if not wrong or any(inner.path != wrong[0].path for inner in wrong):
        return None
    words = [word for inner in wrong for word in (inner.wanted if inner.rule == "enum" else [inner.wanted])]
    return replace(wrong[0], rule="enum", wanted=words)
