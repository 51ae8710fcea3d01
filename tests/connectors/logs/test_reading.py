"""Logs that cannot be read to their end are unreadable, and cost nobody memory or time."""

import gzip
import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clausecheck.connectors.logs import FACTS
from clausecheck.connectors.protocol import Context
from clausecheck.facts import LogStore, Population
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System


def told(*, limit: float = 60.0, **settings: object) -> Population[LogStore]:
    now = datetime.now(UTC)
    context = Context(as_of=now, clock=now, pseudonyms=Pseudonyms.from_environment(), time_zone="UTC")
    system = System(name="logs", kind="logs", settings={"keeps": "P1Y", **settings}, time_limit=limit)
    population: Population[LogStore] = FACTS["log_stores"](system, context)
    return population


def test_a_log_that_takes_longer_than_the_time_limit_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(b"2026-02-28T10:00:00Z x\n" * 40_000)
    [unread] = told(limit=0.000_001, files={"app": str(tmp_path / "*.log")}).unreadable
    assert "time limit" in unread.why


def test_a_packed_file_that_breaks_off_is_unreadable(tmp_path: Path) -> None:
    packed = gzip.compress(b"2026-02-28T10:00:00Z x\n" * 1000)
    (tmp_path / "a.log.1.gz").write_bytes(packed[: len(packed) // 2])
    [unread] = told(files={"app": str(tmp_path / "*")}).unreadable
    assert unread.what == "a.log.1.gz of log app"


def test_a_line_without_end_is_cut_and_not_kept(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(b"2026-02-28T10:00:00Z " + b"x" * 5_000_000)
    [log] = told(files={"app": str(tmp_path / "*")})
    assert log.oldest_at == datetime(2026, 2, 28, 10, tzinfo=UTC)
    assert not log.untold


def test_entries_ahead_of_the_clock_leave_the_log_undecided(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(b"2026-02-28T10:00:00Z x\n2400-01-01T00:00:00Z y\n")
    [log] = told(files={"app": str(tmp_path / "*")})
    assert log.newest_at == datetime(2026, 2, 28, 10, tzinfo=UTC)
    assert "1 entries lie ahead" in log.untold


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"MESSAGE\n\x05\x00", "breaks off"),
        (b"__REALTIME_TIMESTAMP=soon\n", "whose time is none"),
        (b"__REALTIME_TIMESTAMP=99999999999999999999\n", "whose time is none"),
    ],
)
def test_an_exported_journal_that_is_none_is_unreadable(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "journal").write_bytes(content)
    [unread] = told(journal=str(tmp_path / "journal")).unreadable
    assert why in unread.why


def test_a_binary_field_of_a_journal_may_hold_what_looks_like_a_time(tmp_path: Path) -> None:
    hidden = b"x\n__REALTIME_TIMESTAMP=1\n"
    entry = b"__REALTIME_TIMESTAMP=1772272800000000\nMESSAGE\n" + struct.pack("<Q", len(hidden)) + hidden + b"\n\n"
    (tmp_path / "journal").write_bytes(entry)
    [journal] = told(journal=str(tmp_path / "journal"))
    assert journal.oldest_at == datetime(2026, 2, 28, 10, tzinfo=UTC)
