"""Calendar periods: due days and cut-offs (rigour 8).

A record's due day is its anchor's date plus the period; a day that does not exist becomes the last day of that
month. It is overdue from the start of the day after. Adding a period keeps the order of days, so one cut-off,
computed once, answers for every row.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_ISO_8601 = re.compile(r"P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?", re.ASCII)
_ONE_DAY = timedelta(days=1)
_A_LEAP_CYCLE = [date(2021, 1, 1) + timedelta(days=day) for day in range(4 * 365 + 1)]


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period such as `P5Y`, `P1M`, `P1Y6M`, `P10D`."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read an ISO 8601 duration of years, months, weeks and days; `ValueError` for anything else, and for zero."""
        match = _ISO_8601.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is no ISO 8601 period of years, months, weeks or days, such as P5Y or P1M")
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        period = cls(months=12 * years + months, days=7 * weeks + days)
        if period == cls():
            raise ValueError(f"{text!r} is no time at all")
        return period

    def after(self, day: date) -> date:
        """The due day of something anchored on `day`. `date.max` where the calendar ends before it."""
        month = day.month - 1 + self.months
        year, month = day.year + month // 12, month % 12 + 1
        if year > date.max.year:
            return date.max
        day = date(year, month, min(day.day, monthrange(year, month)[1]))
        return day + timedelta(days=self.days) if (date.max - day).days >= self.days else date.max

    def end(self, beginning: datetime) -> datetime:
        """The moment at which a period that begins then is over: its due day, at the same time of day."""
        return datetime.combine(self.after(beginning.date()), beginning.timetz())

    def cut_off(self, today: date) -> date:
        """The first anchor day that is not overdue on `today`: whatever is anchored on an earlier day is overdue."""
        low, high = date.min, today
        while low < high:
            middle = low + (high - low) // 2
            low, high = (middle + _ONE_DAY, high) if self.after(middle) < today else (low, middle)
        return low

    @property
    def shortest_days(self) -> int:
        """The days that it lasts where it is shortest: 365 for P1Y, 28 for P1M."""
        return min((self.after(day) - day).days for day in _A_LEAP_CYCLE)

    def __str__(self) -> str:
        years, months = divmod(self.months, 12)
        parts = ((years, "Y"), (months, "M"), (self.days, "D"))
        return "P" + "".join(f"{number}{unit}" for number, unit in parts if number)

    def in_words(self) -> str:
        """For a reader: "5 years", "1 year and 6 months"."""
        years, months = divmod(self.months, 12)
        parts = ((years, "year"), (months, "month"), (self.days, "day"))
        return " and ".join(f"{number} {unit}{'s' * (number != 1)}" for number, unit in parts if number)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The moment judged, and the days around it in the policy's time zone.

    A check that sets something seen against a period asks for `calendar`: it has no clock of its own (rigour 1).
    """

    as_of: datetime
    time_zone: str

    def day_of(self, moment: datetime) -> date:
        """The calendar day of an aware moment, in the policy's time zone."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def today(self) -> date:
        return self.day_of(self.as_of)

    def is_over(self, period: Period, since: datetime) -> bool:
        """Whether today comes after the due day of what began at `since`, an aware moment (rigour 8)."""
        return period.after(self.day_of(since)) < self.today

    def is_ahead(self, moment: datetime) -> bool:
        """Whether it lies more than a day after the moment judged, so that no clock's error explains it (rigour 6)."""
        return moment > self.as_of + _ONE_DAY
