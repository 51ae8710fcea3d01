"""How long records are kept (section 6)."""

from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation
from clausecheck.periods import Period


@dataclass(frozen=True, kw_only=True)
class Retention(Obligation):
    """Records of a category leave when `period` after their `anchor` role is over (rigour 8-15)."""

    KIND: ClassVar[str] = "retention"
    category: str
    period: Period
    anchor: str


@dataclass(frozen=True, kw_only=True)
class LegalHoldReview(Obligation):
    """Each legal hold has an approver and a reason, and is reviewed by its review day (rigour 14)."""

    KIND: ClassVar[str] = "legal_hold_review"


@dataclass(frozen=True, kw_only=True)
class MarketingRemoval(Obligation):
    """Marketing data leave within `removed_within` once no consent stands or deletion was asked for (rigour 12)."""

    KIND: ClassVar[str] = "marketing_removal"
    removed_within: Period


@dataclass(frozen=True, kw_only=True)
class MinimumRetention(Obligation):
    """Records of a category are still there until `period` after their `anchor` role is over (rigour 17)."""

    KIND: ClassVar[str] = "minimum_retention"
    category: str
    period: Period
    anchor: str


@dataclass(frozen=True, kw_only=True)
class CategoryPeriod(Obligation):
    """Each kind of data that is collected has a period; one without is a question (rigour 41)."""

    KIND: ClassVar[str] = "category_period"
    QUESTION: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class BackupExpiry(Obligation):
    """A backup outlives the due day of the records in it by at most `expires_within` (rigour 16, 34)."""

    KIND: ClassVar[str] = "backup_expiry"
    expires_within: Period


@dataclass(frozen=True, kw_only=True)
class LogExpiry(Obligation):
    """Files, journals and log groups hold nothing beyond `period`, and are set to expire within it (rigour 16)."""

    KIND: ClassVar[str] = "log_expiry"
    period: Period


KINDS: tuple[type[Obligation], ...] = (
    Retention, LegalHoldReview, MarketingRemoval, MinimumRetention, CategoryPeriod, BackupExpiry, LogExpiry,
)  # fmt: skip
