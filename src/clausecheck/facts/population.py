"""A population: the facts of one kind from one place, with what could not be read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar, overload

SHOWN = 5
"""How many examples a finding names; its count is exact all the same."""


class Fact(Protocol):
    """What a connector observed. `label` may be shown: a pseudonym for people and records, else a resource's name."""

    @property
    def label(self) -> str: ...

    @property
    def untold(self) -> str:
        """Why this fact cannot be judged in full, or "". A check never reads `None` as false."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Unreadable:
    """Something that is there, or may be, and could not be read: `what` is safe to show."""

    what: str
    why: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


F = TypeVar("F", bound=Fact, covariant=True)


@dataclass(frozen=True, kw_only=True)
class Population(Sequence[F], Generic[F]):
    """Every fact of one kind that one system holds. `noun` is its plural: "administrators".

    `told_in_full_by` names what lists everything there is ("the plan"), so that none at all is an answer; "" where an
    empty population proves nothing. A member whose `untold` says why it cannot be judged counts as unreadable unless
    the check finds it offending.
    """

    noun: str
    members: tuple[F, ...]
    unreadable: tuple[Unreadable, ...] = ()
    empty_is_an_answer: bool = False
    told_in_full_by: str = ""
    excluded: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    where_to_look: str = ""

    @overload
    def __getitem__(self, index: int) -> F: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[F, ...]: ...
    def __getitem__(self, index: int | slice) -> F | tuple[F, ...]:
        return self.members[index]

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[F]:
        return iter(self.members)
