"""Due days and cut-offs (rigour 8): one cut-off gives the same answer as adding the period to every row."""

from calendar import isleap
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clausecheck.periods import Calendar, Period

ONE_DAY = timedelta(days=1)

days = st.dates()
ordinary_days = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))
periods = st.builds(
    Period, months=st.integers(min_value=0, max_value=1200), days=st.integers(min_value=0, max_value=4000)
).filter(lambda period: period != Period())


@given(period=periods, anchor=days, today=days)
@example(period=Period.parse("P1Y"), anchor=date(2024, 2, 29), today=date(2025, 3, 1))
@example(period=Period.parse("P1M"), anchor=date(2025, 1, 31), today=date(2025, 3, 1))
@example(period=Period.parse("P7Y"), anchor=date.max, today=date.max)
@example(period=Period.parse("P7Y"), anchor=date.min, today=date.min)
def test_one_cut_off_answers_as_adding_the_period_to_each_row(period: Period, anchor: date, today: date) -> None:
    assert (anchor < period.cut_off(today)) == (anchor <= today and period.after(anchor) < today)


@given(period=periods, anchor=ordinary_days, off=st.integers(min_value=-3, max_value=3))
def test_the_cut_off_is_exact_around_every_due_day(period: Period, anchor: date, off: int) -> None:
    today = period.after(anchor) + off * ONE_DAY
    assert (anchor < period.cut_off(today)) == (off > 0)


@given(period=periods, one=days, other=days)
def test_adding_a_period_keeps_the_order_of_days(period: Period, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert period.after(earlier) <= period.after(later)


@given(period=periods, anchor=days)
def test_a_due_day_is_never_before_its_anchor(period: Period, anchor: date) -> None:
    assert period.after(anchor) >= anchor


@given(years=st.integers(min_value=1, max_value=100), anchor=ordinary_days)
def test_years_keep_the_day_but_for_29_february(years: int, anchor: date) -> None:
    due = Period(months=12 * years).after(anchor)
    lost = (anchor.month, anchor.day) == (2, 29) and not isleap(anchor.year + years)
    assert (due.month, due.day) == ((2, 28) if lost else (anchor.month, anchor.day))
    assert due.year == anchor.year + years


@pytest.mark.parametrize(
    ("period", "anchor", "due"),
    [
        ("P7Y", date(2016, 2, 29), date(2023, 2, 28)),
        ("P4Y", date(2016, 2, 29), date(2020, 2, 29)),
        ("P4Y", date(2096, 2, 29), date(2100, 2, 28)),  # 2100 is no leap year
        ("P8Y", date(1992, 2, 29), date(2000, 2, 29)),  # 2000 is one
        ("P1M", date(2025, 1, 31), date(2025, 2, 28)),
        ("P1M", date(2024, 1, 31), date(2024, 2, 29)),
        ("P1M", date(2024, 2, 29), date(2024, 3, 29)),
        ("P1M", date(2025, 12, 31), date(2026, 1, 31)),
        ("P1Y6M", date(2023, 8, 31), date(2025, 2, 28)),
        ("P1Y1D", date(2023, 2, 28), date(2024, 2, 29)),
        ("P2W", date(2025, 12, 25), date(2026, 1, 8)),
        ("P10D", date(2024, 2, 20), date(2024, 3, 1)),
        ("P1Y", date(9999, 1, 1), date.max),
        ("P1D", date.max, date.max),
        ("P9999Y", date(2024, 1, 1), date.max),
    ],
)
def test_due_days(period: str, anchor: date, due: date) -> None:
    assert Period.parse(period).after(anchor) == due


def test_the_last_day_of_february_becomes_overdue_on_the_first_of_march() -> None:
    seven_years = Period.parse("P7Y")
    assert seven_years.cut_off(date(2023, 2, 28)) == date(2016, 2, 28)
    assert seven_years.cut_off(date(2023, 3, 1)) == date(2016, 3, 1)  # the 28th and the 29th at once


@pytest.mark.parametrize(
    "text",
    [
        "5 yeers",
        "P",
        "P0D",
        "P0Y0M",
        "P1H",
        "PT1H",
        "P1DT1H",
        "5Y",
        "p5y",
        "P-5Y",
        "P5.5Y",
        "P1M1Y",
        "",
        " P5Y",
        "P5Y\n",
        "P٥Y",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no ISO 8601 period|no time at all"):
        Period.parse(text)


@given(period=periods.filter(lambda period: period.months < 12 * 9999))
def test_a_period_reads_back_as_it_was_written(period: Period) -> None:
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P5Y", "5 years"),
        ("P1M", "1 month"),
        ("P1Y6M", "1 year and 6 months"),
        ("P18M", "1 year and 6 months"),
        ("P35D", "35 days"),
    ],
)
def test_a_period_in_words(text: str, words: str) -> None:
    assert Period.parse(text).in_words() == words


@pytest.mark.parametrize(
    ("period", "beginning", "end"),
    [
        ("P1D", datetime(2026, 2, 28, 23, 59, tzinfo=UTC), datetime(2026, 3, 1, 23, 59, tzinfo=UTC)),
        ("P1M", datetime(2026, 1, 31, 12, 0, tzinfo=UTC), datetime(2026, 2, 28, 12, 0, tzinfo=UTC)),
        ("P90D", datetime.max.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_a_period_that_begins_at_a_moment_ends_at_the_same_time_of_day(
    period: str, beginning: datetime, end: datetime
) -> None:
    assert Period.parse(period).end(beginning) == end


def test_a_calendar_tells_days_in_the_zone_of_the_policy_and_what_is_over_the_day_after_its_due_day() -> None:
    calendar = Calendar(as_of=datetime(2026, 3, 2, 3, 0, tzinfo=UTC), time_zone="America/New_York")
    assert calendar.today == date(2026, 3, 1)
    day = Period.parse("P1D")
    due_today, due_yesterday = datetime(2026, 2, 28, 5, 0, tzinfo=UTC), datetime(2026, 2, 28, 4, 59, tzinfo=UTC)
    assert not calendar.is_over(day, since=due_today)
    assert calendar.is_over(day, since=due_yesterday)


def test_what_lies_more_than_a_day_ahead_is_no_error_of_a_clock() -> None:
    calendar = Calendar(as_of=datetime(2026, 3, 2, 3, 0, tzinfo=UTC), time_zone="UTC")
    assert not calendar.is_ahead(datetime(2026, 3, 3, 3, 0, tzinfo=UTC))
    assert calendar.is_ahead(datetime(2026, 3, 3, 3, 1, tzinfo=UTC))
