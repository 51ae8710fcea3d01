"""What people may ask for (5.1 to 5.3)."""

from dataclasses import dataclass
from typing import ClassVar

from clausecheck.model import Obligation
from clausecheck.periods import Period


@dataclass(frozen=True, kw_only=True)
class RequestDeadline(Obligation):
    """Requests for one right are answered in time, and refusals carry a reason and a complaint route (rigour 25, 29).

    `jurisdiction` is whose requests; `default` holds where no other obligation for that right does.
    """

    KIND: ClassVar[str] = "request_deadline"
    right: str
    jurisdiction: str
    answered_within: Period | None = None
    answered_in_business_days: int | None = None
    extended_by: Period | None = None
    acknowledged_in_business_days: int | None = None

    @property
    def is_default(self) -> bool:
        """Only then the clock pauses while identity is in doubt, and a deadline moves on to a working day."""
        return self.jurisdiction == "default"

    @property
    def beside(self) -> tuple[str, ...]:
        """What is judged along with the register, once for each right."""
        return ("inbound_messages",) if self.is_default else ()


@dataclass(frozen=True, kw_only=True)
class CompleteExport(Obligation):
    """A delivered export holds all of that person's records and nobody else's, or can be read or moved (rigour 27)."""

    KIND: ClassVar[str] = "complete_export"
    MAY_BE_BREACH: ClassVar[bool] = True
    BREACH_COUNTS: ClassVar[tuple[str, ...]] = ("with_records_of_others", "with_what_never_leaves")
    quality: str

    @property
    def beside(self) -> tuple[str, ...]:
        """What was delivered is judged along with the register: nothing may be in it that never leaves."""
        return ("export_records",) if self.quality == "complete" else ()

    @property
    def beside_with_schema(self) -> tuple[str, ...]:
        """What is judged along with it where the target says of which form it has to be."""
        return () if self.quality == "complete" else ("export_records",)


@dataclass(frozen=True, kw_only=True)
class AccessInformation(Obligation):
    """A delivered export says of each dataset in it its purposes, its recipients and its period (GDPR Art. 15(1))."""

    KIND: ClassVar[str] = "access_information"


@dataclass(frozen=True, kw_only=True)
class Correction(Obligation):
    """A correction stands in every place that holds the field within `reaches_stores_within` of its request."""

    KIND: ClassVar[str] = "correction"
    of: str
    reaches_stores_within: Period


@dataclass(frozen=True, kw_only=True)
class Erasure(Obligation):
    """An erased person is gone from every place (rigour 26, 28).

    `exceptions` may keep a record: `legal_hold`, or a category whose records a cited statute needs.
    """

    KIND: ClassVar[str] = "erasure"
    exceptions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Restriction(Obligation):
    """Data of a person under restriction are stored; anything else needs one of the `grounds` (rigour 29)."""

    KIND: ClassVar[str] = "restriction"
    grounds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Objection(Obligation):
    """What somebody objected to has stopped; for the `absolute` purposes without any decision (rigour 29)."""

    KIND: ClassVar[str] = "objection"
    absolute: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NotificationSettings(Obligation):
    """No notification that its recipient had switched off, once `applied_within` of the change is over."""

    KIND: ClassVar[str] = "notification_settings"
    applied_within: Period


KINDS: tuple[type[Obligation], ...] = (
    RequestDeadline,
    CompleteExport,
    AccessInformation,
    Correction,
    Erasure,
    Restriction,
    Objection,
    NotificationSettings,
)
