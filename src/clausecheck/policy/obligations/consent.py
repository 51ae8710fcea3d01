"""What people agreed to, and what they are sent (5.4)."""

from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation


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
class ConsentWithdrawal(Obligation):
    """What rests on consent stops when the consent is withdrawn, and does not begin without one."""

    KIND: ClassVar[str] = "consent_withdrawal"


KINDS: tuple[type[Obligation], ...] = (OptOutHonoured, OptOutPermanent, ConsentBeforeSend, ConsentWithdrawal)
