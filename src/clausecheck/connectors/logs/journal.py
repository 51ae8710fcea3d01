"""The systemd journal in its export format: each entry bears its Unix time in microseconds.

Source: "Journal Export Formats" of systemd. Binary fields, which may hold anything, are skipped by their length.
"""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from clausecheck.connectors.logs.entries import LONGEST, Reading, Span
from clausecheck.errors import CannotVerify

_TIME = b"__REALTIME_TIMESTAMP="
_MICROSECONDS = 1_000_000
_LENGTH = struct.Struct("<Q")


def span_of_journal(file: Path, reading: Reading) -> Span:
    """What the entries of an exported journal tell.

    `OSError` where it cannot be read, `CannotVerify` where it is none or the time limit ends first.
    """
    oldest = newest = None
    dated = 0
    with file.open("rb") as opened:
        for moment in _moments(opened, reading.until):
            dated += 1
            oldest = moment if oldest is None or moment < oldest else oldest
            newest = moment if newest is None or moment > newest else newest
    return Span(oldest_at=oldest, newest_at=newest, dated=dated, lines=dated)


def _moments(opened: BinaryIO, until: float) -> Iterator[datetime]:
    while line := opened.readline(LONGEST):
        if monotonic() > until:
            raise CannotVerify("it was not read to its end within the time limit")
        if line.startswith(_TIME):
            yield _moment(line[len(_TIME) :].strip())
        elif line.strip() and b"=" not in line:
            _skip_binary(opened)


def _moment(digits: bytes) -> datetime:
    try:
        return datetime.fromtimestamp(int(digits) / _MICROSECONDS, UTC)
    except (ValueError, OverflowError, OSError):
        raise CannotVerify("it holds an entry whose time is none") from None


def _skip_binary(opened: BinaryIO) -> None:
    """A field without "=" in its line is followed by its length in eight bytes, its value and a line end."""
    written = opened.read(_LENGTH.size)
    if len(written) < _LENGTH.size:
        raise CannotVerify("it breaks off in the middle of a field")
    opened.seek(_LENGTH.unpack(written)[0] + 1, 1)
