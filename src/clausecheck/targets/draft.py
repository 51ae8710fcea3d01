"""A target file while it is read: what it says, and what is wrong with it so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clausecheck.documents import Document, did_you_mean, dotted
from clausecheck.errors import Problem
from clausecheck.model import Category


@dataclass
class Draft:
    """`data` is the expanded content of `document`; `found` grows while the parts are built.

    `declares` are the words that `columns:` may use. `is_listing`: no address in it means anything.
    """

    document: Document
    data: Mapping[str, Any]
    categories: Mapping[str, Category]
    folder: str = ""
    found: list[Problem] = field(default_factory=list)
    declares: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_listing: bool = False

    def refuse(self, message: str, *path: str | int, at_value: bool = False) -> None:
        """Note a problem with a key, or with its value."""
        self.found.append(self.document.problem(message, *path, at_value=at_value))

    def unknown(self, what: str, word: object, known: Iterable[str], *path: str | int, at_value: bool = True) -> None:
        """Note a word that is none of those known, with the nearest one."""
        self.refuse(f"{what} {str(word)!r}{did_you_mean(word, known)}", *path, at_value=at_value)

    def is_sound(self, *path: str | int) -> bool:
        """Whether nothing of the form of this part was refused, so that it can be looked at more closely."""
        name = dotted(path)
        below = (f"{name}.", f"{name}[")
        return not any(problem.key == name or problem.key.startswith(below) for problem in self.found)
