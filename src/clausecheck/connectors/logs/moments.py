"""The moment at which an entry of a log was written, as the common forms of logs say it.

Sources: RFC 3339; RFC 5424 and RFC 3164 (syslog); the Common Log Format of web servers; JSON lines with the time under
one of the usual keys, as text or as Unix time in seconds, milliseconds, microseconds or nanoseconds.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

_HEAD = 128
"""Bytes of an entry in which its time stands; in JSON anywhere in the entry."""
_ISO = re.compile(
    rb"(?<![\d.])(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?\s?(Z|[+-]\d{2}:?\d{2})?(?!\d)"
)
_COMMON = re.compile(rb"\[(\d{2})/([A-Z][a-z]{2})/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})\]")
_SYSLOG = re.compile(rb"^(?:<\d{1,3}>)?([A-Z][a-z]{2}) ([ \d]\d) (\d{2}:\d{2}:\d{2}) ")
_MONTHS = {name: number for number, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_KEYS = ("timestamp", "@timestamp", "time", "ts", "eventTime", "datetime", "date")
_SECONDS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (1e8, 1.0))
"""From which number on a Unix time is in nano-, micro-, milliseconds or seconds; all of them from 1973 on."""
_ONE_DAY = timedelta(days=1)


def moment_of(line: bytes, zone: tzinfo, written_by: datetime) -> datetime | None:
    """The aware moment that an entry bears; `None` for what bears none, such as the second line of a stack trace.

    `zone` is that of times without one. `written_by` is when the file was last written: RFC 3164 tells no year, so the
    latest one in which the entry is not younger than its file.
    """
    try:
        if line.startswith(b"{"):
            return _in_json(line, zone)
        # What is indented goes on with the entry before it, and may quote any other time.
        return None if line[:1].isspace() else _in_text(line[:_HEAD], zone, written_by)
    except (ValueError, OverflowError, RecursionError):
        return None


def _in_text(head: bytes, zone: tzinfo, written_by: datetime) -> datetime | None:
    if match := _COMMON.search(head):
        day, month, year, time, offset = match.groups()
        if month not in _MONTHS:
            return None
        written = f"{int(year):04}-{_MONTHS[month]:02}-{day.decode()}T{time.decode()}{offset.decode()}"
        return datetime.fromisoformat(written)
    if match := _ISO.search(head):
        return _iso(match, zone)
    if match := _SYSLOG.match(head):
        return _without_year(match, zone, written_by)
    return None


def _iso(match: "re.Match[bytes]", zone: tzinfo) -> datetime:
    day, time, fraction, offset = (part.decode() if part else "" for part in match.groups())
    told = datetime.fromisoformat(f"{day}T{time}{'.' + fraction[:6].ljust(6, '0') if fraction else ''}{offset}")
    return told if told.tzinfo else told.replace(tzinfo=zone)


def _without_year(match: "re.Match[bytes]", zone: tzinfo, written_by: datetime) -> datetime | None:
    name, day, time = match.groups()
    if name not in _MONTHS:
        return None
    for year in range(written_by.year + 1, written_by.year - 5, -1):  # 29 February is there once in four years
        try:
            told = datetime.fromisoformat(f"{year:04}-{_MONTHS[name]:02}-{int(day):02}T{time.decode()}")
        except ValueError:
            continue
        if told.replace(tzinfo=zone) <= written_by + _ONE_DAY:
            return told.replace(tzinfo=zone)
    return None


def _in_json(line: bytes, zone: tzinfo) -> datetime | None:
    entry: Any = json.loads(line)
    if not isinstance(entry, Mapping):
        return None
    for key in _KEYS:
        value = entry.get(key)
        if isinstance(value, str) and (match := _ISO.match(value.encode())):
            return _iso(match, zone)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _unix(float(value))
    return None


def _unix(number: float) -> datetime | None:
    for least, unit in _SECONDS:
        if number >= least:
            return datetime.fromtimestamp(number / unit, UTC)
    return None
