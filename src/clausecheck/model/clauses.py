"""What is promised: section, clause, obligation, and the categories of records that they are about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from clausecheck.model.words import Basis, Severity


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """What a clause obliges systems to do. A kind with a check is a subclass with typed terms.

    An obligation of this very class is one that no check reads yet; its terms stay as they were written.
    """

    KIND: ClassVar[str] = ""
    QUESTION: ClassVar[bool] = False
    """Whether it only asks: what speaks against it leaves the clause unverified, and never violates it (rigour 41)."""
    MAY_BE_BREACH: ClassVar[bool] = False
    """Whether a violation may be a personal-data breach: data went, or lay open, to somebody without a right to them
    (GDPR Art. 4(12)). Then a clock of 72 hours may be running (Art. 33).
    """
    BREACH_COUNTS: ClassVar[tuple[str, ...]] = ()
    """The finer counts of which one has to be above zero for that; () where any violation may be one."""

    kind: str
    basis: Basis
    source: str = ""
    approved_by: str = ""
    terms: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One numbered statement of the published policy."""

    id: str
    title: str
    promise: str
    severity: Severity
    owner: str
    obligations: tuple[Obligation, ...] = ()
    informative: str = ""
    crosswalk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file: str = ""
    line: int = 0

    def is_within(self, selected: str) -> bool:
        """Whether `selected` names this clause or one that it stands under: `6` holds `6.a`, not `60`."""
        return self.id == selected or self.id.startswith(selected + ".")


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading of the policy, in its order: `4`, "Data Security and Protection"."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Category:
    """A category of records or a register: its plural noun, and the column roles that a dataset of it has."""

    name: str
    noun: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
