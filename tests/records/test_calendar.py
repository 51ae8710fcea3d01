"""Clocks that go back and forward: changes of offset to the minute, and hours that come twice."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clausecheck.records.moments.calendar import Zones, offsets, second_reading

NEW_YORK = Zones("America/New_York", "America/New_York")


@pytest.mark.parametrize(
    ("zone", "since", "hours"),
    [
        ("America/New_York", datetime(2025, 11, 2, 6, 0), -5),
        ("America/New_York", datetime(2026, 3, 8, 7, 0), -4),
        ("Australia/Lord_Howe", datetime(2025, 10, 4, 15, 30), 11),  # by half an hour, at half past
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, 0), 10.5),
        ("America/St_Johns", datetime(2010, 3, 14, 3, 31), -2.5),  # a minute past midnight
        ("Pacific/Apia", datetime(2011, 12, 30, 10, 0), 14),  # a day was left out
    ],
)
def test_offsets_change_to_the_minute(zone: str, since: datetime, hours: float) -> None:
    assert (since, timedelta(hours=hours)) in offsets(zone)


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])
def test_offsets_are_those_of_the_zone(zone: str) -> None:
    for day in range(0, 365 * 20, 3):
        moment = datetime(2010, 1, 1, tzinfo=UTC) + timedelta(days=day, minutes=day)
        shift = next(shift for since, shift in reversed(offsets(zone)) if since <= moment.replace(tzinfo=None))
        assert shift == moment.astimezone(ZoneInfo(zone)).utcoffset()


def test_a_local_time_that_comes_twice_is_its_second_time() -> None:
    assert second_reading(datetime(2025, 11, 2, 1, 30), "America/New_York") == datetime(2025, 11, 2, 6, 30, tzinfo=UTC)
    assert second_reading(datetime(2025, 11, 2, 0, 59), "America/New_York") == datetime(2025, 11, 2, 4, 59, tzinfo=UTC)


def test_a_local_time_that_never_was_counts_from_before_the_change() -> None:
    assert second_reading(datetime(2026, 3, 8, 2, 30), "America/New_York") == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        (datetime(2025, 11, 2, 4, 59, tzinfo=UTC), datetime(2025, 11, 2, 0, 59)),
        (datetime(2025, 11, 2, 5, 0, tzinfo=UTC), datetime(2025, 11, 2, 1, 0)),
        (datetime(2025, 11, 2, 5, 59, tzinfo=UTC), datetime(2025, 11, 2, 1, 0)),
        (datetime(2025, 11, 2, 6, 59, tzinfo=UTC), datetime(2025, 11, 2, 1, 59)),
    ],
)
def test_a_bound_in_a_repeated_hour_is_the_first_local_time_not_before_it(moment: datetime, local: datetime) -> None:
    assert NEW_YORK.naive(moment) == local
    assert second_reading(local, "America/New_York") >= moment
    assert second_reading(local - timedelta(microseconds=1), "America/New_York") < moment


def test_the_day_after_a_day_that_was_left_out_starts_at_the_change() -> None:
    apia = Zones("Pacific/Apia")
    assert (
        apia.start_of(date(2011, 12, 30)) == apia.start_of(date(2011, 12, 31)) == datetime(2011, 12, 30, 10, tzinfo=UTC)
    )
    assert apia.day_of(datetime(2011, 12, 30, 9, 59, tzinfo=UTC)) == date(2011, 12, 29)
