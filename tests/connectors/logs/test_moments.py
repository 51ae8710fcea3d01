"""The moment of a log's entry, whatever the form."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.connectors.logs.moments import moment_of

WRITTEN_BY = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
moments = st.datetimes(datetime(1975, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def told(line: str, written_by: datetime = WRITTEN_BY) -> datetime | None:
    return moment_of(line.encode(), NEW_YORK, written_by)


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("2026-02-28T10:00:00Z GET /", datetime(2026, 2, 28, 10, tzinfo=UTC)),
        ("2026-02-28 10:00:00,123 INFO started", datetime(2026, 2, 28, 10, 0, 0, 123000, NEW_YORK)),
        ("[2026-02-28T10:00:00.123456789+0100] started", datetime(2026, 2, 28, 9, 0, 0, 123456, UTC)),
        ('192.0.2.1 - - [28/Feb/2026:10:00:00 -0500] "GET /"', datetime(2026, 2, 28, 15, tzinfo=UTC)),
        ("<34>Feb 28 10:00:00 host app: x", datetime(2026, 2, 28, 10, tzinfo=NEW_YORK)),
        ("Mar  2 10:00:00 host app: x", datetime(2025, 3, 2, 10, tzinfo=NEW_YORK)),
        ("Feb 29 10:00:00 host app: x", datetime(2024, 2, 29, 10, tzinfo=NEW_YORK)),
        ('{"ts": 1772272800}', datetime(2026, 2, 28, 10, tzinfo=UTC)),
        ('{"time": 1772272800123456789}', datetime(2026, 2, 28, 10, 0, 0, 123457, UTC)),
        ('{"eventTime": "2026-02-28T10:00:00Z"}', datetime(2026, 2, 28, 10, tzinfo=UTC)),
    ],
)
def test_the_usual_forms(line: str, moment: datetime) -> None:
    found = told(line)
    assert found is not None
    assert abs(found - moment) < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    "line",
    [
        "started",
        "  quoted 1999-01-01T00:00:00Z in a second line",
        "2026-13-45T10:00:00Z",
        "[99/Xyz/2026:10:00:00 -0500]",
        "Xyz 28 10:00:00 host",
        '{"time": true, "ts": null}',
        '{"time": 12}',
        "{" * 5000,
        '{"a":' * 3000,
    ],
)
def test_what_bears_no_moment(line: str) -> None:
    assert told(line) is None


@given(moments, st.sampled_from([UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=5, minutes=30))]))
def test_what_is_written_with_its_offset_reads_back(moment: datetime, zone: timezone) -> None:
    assert told(f"{moment.astimezone(zone).isoformat()} an entry") == moment


@given(st.binary(max_size=200))
def test_no_bytes_raise(line: bytes) -> None:
    found = moment_of(line, UTC, WRITTEN_BY)
    assert found is None or found.tzinfo is not None
