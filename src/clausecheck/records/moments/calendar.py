"""Days, moments and zones, worked out once in Python so that SQL only compares."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_OVER = EPOCH + timedelta(days=1)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""From here on a date means "no end", not a day (rigour 6)."""
FIRST = datetime(1, 1, 2, tzinfo=UTC)
"""What lies before is minus infinity or a calendar's zero."""


@dataclass(frozen=True, slots=True)
class Zones:
    """The policy's zone, in which days are counted, and the zone of a system's timestamps that tell none."""

    policy: str
    system: str = "UTC"

    def of_system(self, system: str) -> "Zones":
        return replace(self, system=system)

    def start_of(self, day: date) -> datetime:
        """The first moment of a calendar day of the policy, in UTC."""
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.policy)).astimezone(UTC)

    def day_of(self, moment: datetime) -> date:
        """The policy's calendar day on which a moment falls."""
        return moment.astimezone(ZoneInfo(self.policy)).date()

    def naive(self, moment: datetime) -> datetime:
        """A moment as the system writes it, without its zone. Moments at the calendar's ends stay as they are."""
        if moment in {NEVER, FIRST}:
            return moment.replace(tzinfo=None)
        local = moment.astimezone(ZoneInfo(self.system)).replace(tzinfo=None, fold=0)
        return local if second_reading(local, self.system) == moment else self._repeated_from(moment)

    def _repeated_from(self, moment: datetime) -> datetime:
        """The first of the local times that come twice, of which this moment is the first time."""
        at = moment.astimezone(UTC).replace(tzinfo=None)
        return next(since + offset for since, offset in offsets(self.system) if since > at)


def second_reading(local: datetime, zone: str) -> datetime:
    """The moment of a local time; of the hour that comes twice, the second, as databases read it."""
    return max(local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))


@cache
def offsets(zone: str) -> tuple[tuple[datetime, timedelta], ...]:
    """When this zone's offset from UTC changes: (first UTC moment, naive; offset), oldest first, 1970 to 2070.

    MariaDB knows zones only where its tables were loaded, so conversions there are a CASE over these.
    """
    tz = ZoneInfo(zone)
    found = [(FIRST.replace(tzinfo=None), _offset(tz, EPOCH))]
    minute = timedelta(minutes=1)
    day = EPOCH
    while day.year < 2070:
        following = day + timedelta(days=1)
        if _offset(tz, following) != found[-1][1]:
            at = day + minute * bisect_left(
                range(24 * 60), True, key=lambda n: _offset(tz, day + n * minute) != found[-1][1]
            )
            found.append((at.replace(tzinfo=None), _offset(tz, at)))
        day = following
    return tuple(found)


def _offset(tz: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(tz).utcoffset() or timedelta()
