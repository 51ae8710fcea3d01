"""Random cells: one moment as a DATE, with a zone, without one, and as text, each with what it is meant to tell."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.records.oracle import Setting, Told

KINDS = ("d", "z", "n", "t")
ZONES = ("UTC", "America/New_York", "Europe/London", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND, DAY = timedelta(microseconds=1), timedelta(days=1)
NO_DATES = (
    "n/a", "", " ", "2021-02-30", "2023-02-29", "1900-02-29", "2021-13-01", "2021-00-10", "2021-04-31", "0000-01-01",
    "0000-02-29", "2021-1-1", "20210101", "2021/01/01", "01.02.2021", "1609459200", "2021-W01-1", "10000-01-01",
    "2021-01-01T24:00:00Z", "2021-01-01 24:00", "2021-01-01T10:60Z", "2021-01-01T10:00:60Z", "2021-01-01T10Z",
    "2021-01-01T10:00:00.1234567Z", "2021-01-01T10:00:00.Z", "2021-01-01T10:00:00+16:00", "2021-01-01T10:00:00+05:60",
    "2021-01-01T10:00:00+24:00", "2021-01-01t10:00:00z", "2021-01-01T10:00:00 Z", "2021-01-01T10:00:00 +05:30",
    "2021-01-01T10:00:00+05:30:00", "2021-01-01Z", " 2021-01-01", "2021-01-01 ", "2021-01-01\n",
    "2021-01-01T10:00:00Z\n",
    "infinity", "-infinity", "epoch", "now", "today", "tomorrow", "null", "２０２１-01-01", "2021-01-01 10:00:00 AM",
)  # fmt: skip
"""None of these tells a day or moment, though some database would read one into most of them."""
OFFSETS = (
    ("Z", 0), ("+00:00", 0), ("-00:00", 0), ("+00", 0), ("+05:30", 330), ("+0530", 330), ("-0330",
    -210), ("-03:30", -210),
    ("-05", -300), ("+14:00", 840), ("-12:00", -720), ("+0545", 345),
)  # fmt: skip
_ODD = (
    ("0001-01-01", date(1, 1, 1)),
    ("0001-06-01", date(1, 6, 1)),
    ("0099-12-31 23:59", datetime(99, 12, 31, 23, 59)),
    ("0001-01-01T00:00:00+05:30", datetime(1, 1, 1, tzinfo=timezone(timedelta(minutes=330)))),
    ("2000-02-29", date(2000, 2, 29)),
    ("9998-12-31", date(9998, 12, 31)),
    ("9999-01-01", date(9999, 1, 1)),
    ("9999-12-31", date(9999, 12, 31)),
    ("9999-01-01T00:00", datetime(9999, 1, 1)),
    ("9999-12-31T23:59:59.999999", datetime(9999, 12, 31, 23, 59, 59, 999999)),
    ("9999-12-31 23:59:59-05:00", datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-5)))),
)
PERIODS = {
    "P1Y": (1, 0, 0),
    "P5Y": (5, 0, 0),
    "P7Y": (7, 0, 0),
    "P1M": (0, 1, 0),
    "P1Y6M": (1, 6, 0),
    "P10D": (0, 0, 10),
}


@dataclass(frozen=True)
class Cell:
    """One role's value in each kind of column; `told` is what the text means."""

    d: date | None
    z: datetime | None
    n: datetime | None
    t: str | None
    told: Told

    def means(self, kind: str) -> Told:
        return self.told if kind == "t" else getattr(self, kind)

    def columns(self, role: str) -> dict[str, Any]:
        """Column to value: `anchor_d`, `anchor_z`, `anchor_n`, `anchor_t`."""
        return {f"{role}_{kind}": getattr(self, kind) for kind in KINDS}


NOTHING = Cell(None, None, None, None, None)

_MOMENTS = (
    datetime(2026, 3, 1, 12, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 30, tzinfo=UTC),
    datetime(2025, 3, 1, 4, 59, 59, tzinfo=UTC),  # the last second of February in New York
    datetime(2025, 11, 2, 5, 30, tzinfo=UTC),  # the first half past one of the two that New York had
    datetime(2025, 11, 2, 6, 30, tzinfo=UTC),  # the second
    datetime(2026, 3, 8, 7, 0, tzinfo=UTC),  # New York's clocks go forward
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # London's
    datetime(2025, 10, 26, 0, 30, tzinfo=UTC),
    datetime(2026, 4, 4, 15, 15, tzinfo=UTC),  # Lord Howe goes back by half an hour
    datetime(2016, 12, 30, 12, 0, tzinfo=UTC),  # five years after the day that Apia left out
    datetime(2026, 1, 1, 0, 0, tzinfo=UTC),
    datetime(2025, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)


@st.composite
def settings_of_an_audit(draw: st.DrawFn) -> Setting:
    as_of = draw(
        st.sampled_from(_MOMENTS)
        | st.datetimes(datetime(1995, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
    )
    later = draw(st.sampled_from([0, 0, 0, 59, 61, 7_200, 30 * 3600, 400 * 86_400]))
    policy = draw(st.sampled_from(ZONES[1:]))
    system = draw(st.sampled_from(("UTC", "UTC", *ZONES)))
    return Setting(as_of=as_of, clock=as_of + timedelta(seconds=later), policy=policy, system=system)


@st.composite
def cells(draw: st.DrawFn, setting: Setting) -> Cell:
    shape = draw(st.integers(min_value=0, max_value=9))
    if shape == 0:
        return NOTHING
    if shape == 1:
        text = draw(st.sampled_from(NO_DATES))
        return Cell(None, None, None, text, text)
    if shape == 2:
        text, told = draw(st.sampled_from(_ODD))
        return Cell(told if type(told) is date else None, None, _naive_of(told), text, told)
    return draw(_cell_at(setting, draw(_moments(setting, shape))))


def _naive_of(told: Told) -> datetime | None:
    return told if isinstance(told, datetime) and told.tzinfo is None else None


@st.composite
def _moments(draw: st.DrawFn, setting: Setting, shape: int) -> datetime:
    """Around due days (mostly), around the audit, around 1970-01-01, or anywhen."""
    if shape == 3:
        return EPOCH + draw(st.sampled_from([-MICROSECOND, 0 * DAY, DAY - MICROSECOND, DAY, -DAY, timedelta(hours=20)]))
    if shape == 4:
        given = draw(st.sampled_from([setting.as_of, setting.clock]))
        shift = st.sampled_from([0, 1, 1_800, 3_600, 86_399, 86_400, 86_401, 2 * 86_400, -1, -3_600])
        return given + timedelta(seconds=draw(shift)) + draw(st.sampled_from([-1, 0, 0, 1])) * MICROSECOND
    if shape == 5:
        return draw(st.datetimes(datetime(1972, 1, 1), datetime(2037, 1, 1))).replace(tzinfo=UTC)
    years, months, days = draw(st.sampled_from(sorted(PERIODS.values())))
    due = setting.today - timedelta(days=days + draw(st.integers(min_value=-2, max_value=2)))
    month = due.year * 12 + due.month - 1 - 12 * years - months
    anchor = date(month // 12, month % 12 + 1, 1) + timedelta(days=due.day - 1)
    start = datetime(anchor.year, anchor.month, anchor.day, tzinfo=ZoneInfo(setting.policy)).astimezone(UTC)
    return start + draw(
        st.sampled_from([-MICROSECOND, 0 * DAY, MICROSECOND, timedelta(hours=9), timedelta(minutes=90)])
    )


@st.composite
def _cell_at(draw: st.DrawFn, setting: Setting, moment: datetime) -> Cell:
    day = moment.astimezone(ZoneInfo(setting.policy)).date()
    local = moment.astimezone(ZoneInfo(setting.system)).replace(tzinfo=None, fold=0)
    text, told = draw(_texts(moment, local, day))
    return Cell(day, moment, local, text, told)


@st.composite
def _texts(draw: st.DrawFn, moment: datetime, local: datetime, day: date) -> tuple[str, Told]:
    form = draw(st.integers(min_value=0, max_value=3))
    if form == 0:
        return day.isoformat(), day
    between = draw(st.sampled_from("T "))
    digits = draw(st.sampled_from([16, 19, 21, 23, 26]))  # to the minute, second, tenth, millisecond, microsecond
    if form == 1:
        return _cut(local, digits, between)
    offset, minutes = draw(st.sampled_from(OFFSETS))
    shifted = moment.astimezone(timezone(timedelta(minutes=minutes)))
    text, told = _cut(shifted.replace(tzinfo=None), digits, between)
    return text + offset, told.replace(tzinfo=shifted.tzinfo)


def _cut(moment: datetime, digits: int, between: str) -> tuple[str, datetime]:
    text = moment.isoformat(sep=between, timespec="microseconds")[:digits]
    return text, datetime.fromisoformat(text)
