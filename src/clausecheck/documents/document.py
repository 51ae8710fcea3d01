"""A file's data, with the line and column of every key and value in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clausecheck.errors import Problem

KeyPath = tuple[str | int, ...]
Place = tuple[int, int]


def dotted(path: KeyPath) -> str:
    """`clauses[2].obligations[0].period`"""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


@dataclass(frozen=True, kw_only=True)
class Document:
    """One file. `keys` and `values` give the line and column, from 1, of each entry's key and of its value.

    An item of a list has no key; its place is its value's.
    """

    file: str
    data: Any
    keys: Mapping[KeyPath, Place] = field(default_factory=dict, repr=False)
    values: Mapping[KeyPath, Place] = field(default_factory=dict, repr=False)

    def place(self, *path: str | int) -> Place:
        """Where this key stands, else the innermost thing around it that stands somewhere."""
        while path:
            found = self.keys.get(path) or self.values.get(path)
            if found:
                return found
            path = path[:-1]
        return self.values.get((), (1, 1))

    def line(self, *path: str | int) -> int:
        """The line of `place`."""
        return self.place(*path)[0]

    def problem(self, message: str, *path: str | int, at_value: bool = False) -> Problem:
        """A problem with this key, or with its value."""
        line, column = self.values.get(path) or self.place(*path) if at_value else self.place(*path)
        return Problem(message=message, file=self.file, line=line, column=column, key=dotted(path))
