"""How it is protected (section 4)."""

from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation
from clausecheck.periods import Period


@dataclass(frozen=True, kw_only=True)
class EncryptionInTransit(Obligation):
    """Every endpoint accepts `minimum_tls` or newer only, with a valid certificate, and no plain text (rigour 32)."""

    KIND: ClassVar[str] = "encryption_in_transit"
    minimum_tls: str


@dataclass(frozen=True, kw_only=True)
class EncryptedHops(Obligation):
    """Every hop that data take is encrypted, those behind the edge too (rigour 32)."""

    KIND: ClassVar[str] = "encrypted_hops"


@dataclass(frozen=True, kw_only=True)
class EncryptionAtRest(Obligation):
    """Every store is encrypted with `algorithm` under a usable key (rigour 30)."""

    KIND: ClassVar[str] = "encryption_at_rest"
    algorithm: str


@dataclass(frozen=True, kw_only=True)
class Mfa(Obligation):
    """Every effective administrator has a second factor, enrolled and enforced (rigour 31)."""

    KIND: ClassVar[str] = "mfa"


@dataclass(frozen=True, kw_only=True)
class VulnerabilityScan(Obligation):
    """The newest result of everything that is scanned is no older than `newest_within`."""

    KIND: ClassVar[str] = "vulnerability_scan"
    newest_within: Period


@dataclass(frozen=True, kw_only=True)
class BackupRecency(Obligation):
    """Each store has a backup no older than `newest_within`, encrypted with `algorithm`, kept apart (rigour 34)."""

    KIND: ClassVar[str] = "backup_recency"
    newest_within: Period
    algorithm: str


@dataclass(frozen=True, kw_only=True)
class RestoreDrill(Obligation):
    """Each store that is backed up was restored in a drill within `interval`, a new one within as much."""

    KIND: ClassVar[str] = "restore_drill"
    interval: Period


@dataclass(frozen=True, kw_only=True)
class StaffTraining(Obligation):
    """Everybody who works here was trained within `interval`, who is new within `first_within` of the first day."""

    KIND: ClassVar[str] = "staff_training"
    interval: Period
    first_within: Period


@dataclass(frozen=True, kw_only=True)
class AuthorisedAccess(Obligation):
    """Nobody reaches personal data who is not named for it, or has not used it for longer than `unused_after`."""

    KIND: ClassVar[str] = "authorised_access"
    MAY_BE_BREACH: ClassVar[bool] = True
    BREACH_COUNTS: ClassVar[tuple[str, ...]] = ("open_to_everybody", "weak_secret")
    unused_after: Period


@dataclass(frozen=True, kw_only=True)
class LeaverAccess(Obligation):
    """No account of somebody who left is open `closed_within` after the last day."""

    KIND: ClassVar[str] = "leaver_access"
    closed_within: Period


@dataclass(frozen=True, kw_only=True)
class MediaDisposal(Obligation):
    """Each retired medium has a certificate of its disposal, `certified_within` its retirement."""

    KIND: ClassVar[str] = "media_disposal"
    certified_within: Period


@dataclass(frozen=True, kw_only=True)
class SecurityMonitoring(Obligation):
    """What watches is on everywhere, tells somebody, and wrote its newest entry no more than `newest_within` ago."""

    KIND: ClassVar[str] = "security_monitoring"
    newest_within: Period


KINDS: tuple[type[Obligation], ...] = (
    EncryptionInTransit,
    EncryptedHops,
    EncryptionAtRest,
    Mfa,
    VulnerabilityScan,
    BackupRecency,
    RestoreDrill,
    StaffTraining,
    AuthorisedAccess,
    LeaverAccess,
    MediaDisposal,
    SecurityMonitoring,
)
