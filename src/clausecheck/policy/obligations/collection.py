"""What is collected (section 1)."""

from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation


@dataclass(frozen=True, kw_only=True)
class DeclaredCollection(Obligation):
    """Data of these `elements` are only where they are declared; without elements, everything that is collected is
    declared (rigour 41).
    """

    KIND: ClassVar[str] = "declared_collection"
    elements: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CredentialHashing(Obligation):
    """Every stored credential is a hash by one of the `algorithms`, at no less than the cost of its own term."""

    KIND: ClassVar[str] = "credential_hashing"
    MAY_BE_BREACH: ClassVar[bool] = True
    BREACH_COUNTS: ClassVar[tuple[str, ...]] = ("plain_text",)
    algorithms: tuple[str, ...]
    argon2_memory_kib: int
    argon2_passes: int
    bcrypt_cost: int
    pbkdf2_iterations: int
    scrypt_log2_n: int


@dataclass(frozen=True, kw_only=True)
class ConsentDocumentation(Obligation):
    """Each consent, and that of everybody who gets marketing, is recorded with what `shown_by` names."""

    KIND: ClassVar[str] = "consent_documentation"
    shown_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ThirdPartyAgreement(Obligation):
    """What third parties of this `provider` kind supply comes from a declared source with an agreement in force."""

    KIND: ClassVar[str] = "third_party_agreement"
    provider: str


@dataclass(frozen=True, kw_only=True)
class DeclaredForms(Obligation):
    """Every field of every form on the website asks for something that section 1 declares."""

    KIND: ClassVar[str] = "declared_forms"


KINDS: tuple[type[Obligation], ...] = (
    DeclaredCollection,
    DeclaredForms,
    CredentialHashing,
    ConsentDocumentation,
    ThirdPartyAgreement,
)
