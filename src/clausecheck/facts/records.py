"""What one scan of a dataset's place tells: how many rows fall into which class, never the rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clausecheck.facts.population import Unreadable


@dataclass(frozen=True, kw_only=True, slots=True)
class RowClass:
    """The rows of one class: their exact number, up to five pseudonyms of their keys, and how many of them each waiver
    covers.
    """

    count: int = 0
    examples: tuple[str, ...] = ()
    waived: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.count


@dataclass(frozen=True, kw_only=True)
class Records:
    """One place of one dataset, classified for one obligation.

    `classes` holds what a check may find against the clause, by name; `undecidable`, `held` and `excluded` are
    disjoint from them. `counts` are finer classes for the report. `noun` is a plural: "communication records".
    `ages` counts the rows of a usable date by their age, as `Finding.ages` has it.
    """

    noun: str
    examined: int
    classes: Mapping[str, RowClass] = field(default_factory=dict)
    undecidable: Mapping[str, int] = field(default_factory=dict)
    held: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    empty_is_an_answer: bool = False
    warnings: tuple[str, ...] = ()
    where_to_look: str = ""
    ages: tuple[int, ...] = ()

    def __len__(self) -> int:
        return self.examined

    def __getitem__(self, name: str) -> RowClass:
        return self.classes[name]

    def counted(self, name: str) -> int:
        """The finer count of that name, which only those have that are not 0."""
        return self.counts.get(name, 0)
