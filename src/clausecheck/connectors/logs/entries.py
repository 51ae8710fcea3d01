"""Reads every entry of a log's files, compressed ones too, as a stream: nothing of them is kept but two moments."""

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from time import monotonic
from typing import Any

from clausecheck.connectors.logs.moments import moment_of
from clausecheck.errors import CannotVerify

LONGEST = 2**20
"""Bytes of one line that are read; what goes beyond is skipped, so that a file without line ends cannot fill memory."""
_OPENERS: dict[str, Callable[[Path], Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_EACH = 10_000
"""Lines between two looks at the clock."""
_GRACE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Span:
    """The moments of the oldest and the newest entry, how many bore one, and how many lie ahead of the clock."""

    oldest_at: datetime | None = None
    newest_at: datetime | None = None
    dated: int = 0
    ahead: int = 0
    lines: int = 0

    def __or__(self, other: "Span") -> "Span":
        return Span(
            oldest_at=min(filter(None, (self.oldest_at, other.oldest_at)), default=None),
            newest_at=max(filter(None, (self.newest_at, other.newest_at)), default=None),
            dated=self.dated + other.dated,
            ahead=self.ahead + other.ahead,
            lines=self.lines + other.lines,
        )


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How entries are read: the zone of times without one, the machine's clock, and until when (`monotonic`)."""

    zone: tzinfo
    clock: datetime
    until: float


def span_of(file: Path, reading: Reading) -> Span:
    """What the entries of one file tell.

    `OSError` and its kin where it cannot be read, `CannotVerify` where the time limit ends first.
    """
    written_by = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    oldest = newest = None
    dated = ahead = lines = 0
    for line in _lines(file):
        lines += 1
        if lines % _EACH == 0 and monotonic() > reading.until:
            raise CannotVerify("it was not read to its end within the time limit")
        moment = moment_of(line, reading.zone, written_by)
        if moment is None:
            continue
        dated += 1
        if moment > reading.clock + _GRACE:
            ahead += 1
            continue
        oldest = moment if oldest is None or moment < oldest else oldest
        newest = moment if newest is None or moment > newest else newest
    return Span(oldest_at=oldest, newest_at=newest, dated=dated, ahead=ahead, lines=lines)


def _lines(file: Path) -> Iterator[bytes]:
    """Each line that holds something, cut at `LONGEST`."""
    with _OPENERS.get(file.suffix, _plain)(file) as opened:
        is_rest = False
        while line := opened.readline(LONGEST):
            if not is_rest and line.strip():
                yield line
            is_rest = not line.endswith(b"\n")


def _plain(file: Path) -> Any:
    return file.open("rb")
