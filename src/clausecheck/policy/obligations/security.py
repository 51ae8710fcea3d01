"""How it is protected (section 4)."""

from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation


@dataclass(frozen=True, kw_only=True)
class EncryptionAtRest(Obligation):
    """Every store is encrypted with `algorithm` under a usable key (rigour 30)."""

    KIND: ClassVar[str] = "encryption_at_rest"
    algorithm: str


@dataclass(frozen=True, kw_only=True)
class Mfa(Obligation):
    """Every effective administrator has a second factor, enrolled and enforced (rigour 31)."""

    KIND: ClassVar[str] = "mfa"


KINDS: tuple[type[Obligation], ...] = (EncryptionAtRest, Mfa)
