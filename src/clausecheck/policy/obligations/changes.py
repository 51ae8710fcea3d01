"""Changes of the policy itself (section 11)."""

from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation
from clausecheck.periods import Period


@dataclass(frozen=True, kw_only=True)
class ChangeNotification(Obligation):
    """Each change is decided on, and a material one told to everybody registered before it took effect (rigour 38).

    Without `channel`, any way of telling counts.
    """

    KIND: ClassVar[str] = "change_notification"
    channel: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsentRenewal(Obligation):
    """Where a change affects people's rights, what rests on consent rests on one given in knowledge of it."""

    KIND: ClassVar[str] = "consent_renewal"


@dataclass(frozen=True, kw_only=True)
class LockedPolicy(Obligation):
    """The published page equals the text that the policy was locked to, clause by clause, with its date (rigour 38)."""

    KIND: ClassVar[str] = "locked_policy"


@dataclass(frozen=True, kw_only=True)
class ChangeAnnouncement(Obligation):
    """A material change is announced on the site, and stays there `stands_for` after it took effect."""

    KIND: ClassVar[str] = "change_announcement"
    stands_for: Period


KINDS: tuple[type[Obligation], ...] = (ChangeNotification, ConsentRenewal, LockedPolicy, ChangeAnnouncement)
