"""Where it goes abroad (section 7)."""

from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation
from clausecheck.periods import Period


@dataclass(frozen=True, kw_only=True)
class TransferMechanism(Obligation):
    """Each transfer rests on a mechanism that stands on every day of it; without `mechanism`, on any (rigour 35).

    Consent carries occasional transfers only: of one person, no more than `at_most` on consent alone `within` a period.
    """

    KIND: ClassVar[str] = "transfer_mechanism"
    mechanism: str = ""
    at_most: int | None = None
    within: Period | None = None


@dataclass(frozen=True, kw_only=True)
class DeclaredRegions(Obligation):
    """Data lie in, and go to, no region and no recipient that the target does not declare."""

    KIND: ClassVar[str] = "declared_regions"


KINDS: tuple[type[Obligation], ...] = (TransferMechanism, DeclaredRegions)
