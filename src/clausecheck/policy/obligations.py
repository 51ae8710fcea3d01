"""The kinds of obligation that a check reads, with their terms. The policy's schema knows further kinds."""

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
class OptOutHonoured(Obligation):
    """No marketing after an opt-out or while a suppression stands (rigour 18-23)."""

    KIND: ClassVar[str] = "opt_out_honoured"


@dataclass(frozen=True, kw_only=True)
class OptOutPermanent(Obligation):
    """An opt-out or a complaint in the suppression list carries no end (rigour 21)."""

    KIND: ClassVar[str] = "opt_out_permanent"


@dataclass(frozen=True, kw_only=True)
class ConsentBeforeSend(Obligation):
    """Every marketing send has a consent that stands at dispatch (rigour 18-23)."""

    KIND: ClassVar[str] = "consent_before_send"


@dataclass(frozen=True, kw_only=True)
class MarketingRemoval(Obligation):
    """Marketing data leave within `removed_within` once no consent stands or deletion was asked for (rigour 12)."""

    KIND: ClassVar[str] = "marketing_removal"
    removed_within: Period


@dataclass(frozen=True, kw_only=True)
class EncryptionAtRest(Obligation):
    """Every store is encrypted with `algorithm` under a usable key (rigour 30)."""

    KIND: ClassVar[str] = "encryption_at_rest"
    algorithm: str


@dataclass(frozen=True, kw_only=True)
class Mfa(Obligation):
    """Every effective administrator has a second factor, enrolled and enforced (rigour 31)."""

    KIND: ClassVar[str] = "mfa"


OBLIGATIONS: dict[str, type[Obligation]] = {
    kind.KIND: kind
    for kind in (
        Retention, LegalHoldReview, OptOutHonoured, OptOutPermanent, ConsentBeforeSend, MarketingRemoval,
        EncryptionAtRest, Mfa,
    )
}  # fmt: skip
