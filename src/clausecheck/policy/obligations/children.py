"""People under age (section 9)."""

from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation
from clausecheck.periods import Period


@dataclass(frozen=True, kw_only=True)
class MinimumAge(Obligation):
    """Nobody is younger than `age`, by calendar, when data are collected or now (rigour 37)."""

    KIND: ClassVar[str] = "minimum_age"
    age: Period


@dataclass(frozen=True, kw_only=True)
class ChildDataDeletion(Obligation):
    """Data of a known child are gone everywhere `deleted_within` after somebody knew (rigour 37)."""

    KIND: ClassVar[str] = "child_data_deletion"
    deleted_within: Period


@dataclass(frozen=True, kw_only=True)
class SignUpAge(Obligation):
    """Sign-up asks for the age, or for a declaration, and refuses whoever is younger than `age`, by calendar."""

    KIND: ClassVar[str] = "sign_up_age"
    age: Period


KINDS: tuple[type[Obligation], ...] = (MinimumAge, ChildDataDeletion, SignUpAge)
