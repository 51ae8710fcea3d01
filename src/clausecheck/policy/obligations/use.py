"""What it is used for, and which messages are sent (section 2)."""

from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation


@dataclass(frozen=True, kw_only=True)
class DeclaredPurpose(Obligation):
    """Data are used for declared purposes only, and for each of them only those that were declared for it.

    Without `purpose` it speaks of every purpose that is seen.
    """

    KIND: ClassVar[str] = "declared_purpose"

    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class DeclaredMessageClass(Obligation):
    """A message is of a declared class; any other is marketing and needs consent (rigour 23).

    Without `message_class` it speaks of every message.
    """

    KIND: ClassVar[str] = "declared_message_class"

    message_class: str = ""


KINDS: tuple[type[Obligation], ...] = (DeclaredPurpose, DeclaredMessageClass)
