"""The outcomes, severities and sources of a number."""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """What is known of an obligation, a clause or a run; the worst first."""

    VIOLATED = "violated"
    UNVERIFIED = "unverified"
    WAIVED = "waived"
    ATTESTED = "attested"
    HONOURED = "honoured"
    INFORMATIVE = "informative"

    @classmethod
    def worst(cls, outcomes: Iterable["Outcome"]) -> "Outcome":
        """The worst of them; `informative` where there is none."""
        order = list(cls)
        return min(outcomes, key=order.index, default=cls.INFORMATIVE)


class Severity(StrEnum):
    """How much a broken promise hurts the people it was made to."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"


class Basis(StrEnum):
    """Where a term's number comes from: the published text, a law, or the company's own proposal."""

    PUBLISHED = "published"
    LAW = "law"
    COMPANY = "company"
