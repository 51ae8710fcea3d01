"""How people reach the company (section 10)."""

from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation


@dataclass(frozen=True, kw_only=True)
class PublishedContactDetail(Obligation):
    """`contact` of policy.yaml, or of the target, stands on the site, and answers where that can be asked."""

    KIND: ClassVar[str] = "published_contact"
    contact: str


KINDS: tuple[type[Obligation], ...] = (PublishedContactDetail,)
