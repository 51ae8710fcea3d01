"""Whom it is disclosed to (section 3)."""

from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation


@dataclass(frozen=True, kw_only=True)
class DisclosureGround(Obligation):
    """Each disclosure has a declared ground, and what shows it is on file; nothing is sold.

    `shown_by` names the evidence for this ground. Without `ground` it speaks of every disclosure, each shown by what
    the policy asks for on its ground.
    """

    KIND: ClassVar[str] = "disclosure_ground"
    MAY_BE_BREACH: ClassVar[bool] = True
    BREACH_COUNTS: ClassVar[tuple[str, ...]] = ("sold", "undeclared_ground", "without_consent", "without_contract")

    ground: str = ""
    shown_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TestimonialPermission(Obligation):
    """Each published case study or testimonial has a written permission that stands for as long as it is shown."""

    KIND: ClassVar[str] = "testimonial_permission"


@dataclass(frozen=True, kw_only=True)
class DeclaredOutflows(Obligation):
    """Whoever gets a system's data by the system's own means is a declared recipient, with a ground."""

    KIND: ClassVar[str] = "declared_outflows"
    MAY_BE_BREACH: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class DeclaredThirdParties(Obligation):
    """The website sends requests to declared third parties only."""

    KIND: ClassVar[str] = "declared_third_parties"


@dataclass(frozen=True, kw_only=True)
class MappedScope(Obligation):
    """Whatever holds personal data stands in the target; what does not is a question (rigour 41)."""

    KIND: ClassVar[str] = "mapped_scope"
    QUESTION: ClassVar[bool] = True


KINDS: tuple[type[Obligation], ...] = (
    DisclosureGround,
    TestimonialPermission,
    DeclaredOutflows,
    DeclaredThirdParties,
    MappedScope,
)
