"""From files to facts: one log store for each log that the target names, and one for the journal."""

import lzma
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from clausecheck.connectors.files import refuse_stale
from clausecheck.connectors.logs.entries import Reading, Span, span_of
from clausecheck.connectors.logs.expiry import Expiry, of_journald, of_logrotate
from clausecheck.connectors.logs.journal import span_of_journal
from clausecheck.connectors.protocol import Context
from clausecheck.errors import CannotVerify
from clausecheck.facts import LogStore, Population, Unreadable
from clausecheck.periods import Period
from clausecheck.redaction import is_plain_file, kind_of
from clausecheck.targets.model import System

_UNREADABLE = (OSError, EOFError, zlib.error, lzma.LZMAError)
_GRACE = timedelta(days=1)


def log_stores(system: System, context: Context) -> Population[LogStore]:
    """Every log of the system. A file that cannot be read in full is unreadable, whatever the others tell."""
    until = monotonic() + system.time_limit
    reading = Reading(zone=ZoneInfo(system.timezone), clock=context.clock, until=until)
    stores: list[LogStore] = []
    unreadable: list[Unreadable] = []
    for name, pattern in _named(system.settings.get("files")).items():
        stores.append(_of_files(system, name, pattern, reading, unreadable))
    if system.settings.get("journal"):
        stores += _of_journal(system, str(system.settings["journal"]), reading, unreadable)
    keeps = system.settings.get("keeps")
    return Population(
        noun="logs",
        members=tuple(stores),
        unreadable=tuple(unreadable),
        warnings=(f"Entries expire after {Period.parse(str(keeps)).in_words()} as the target says",) if keeps else (),
    )


def _named(told: Any) -> Mapping[str, str]:
    return {str(name): str(pattern) for name, pattern in told.items()} if isinstance(told, Mapping) else {}


def _of_files(system: System, name: str, pattern: str, reading: Reading, unreadable: list[Unreadable]) -> LogStore:
    files = found(system, pattern)
    span = Span()
    for file in files:
        try:
            one = span_of(file, reading)
        except CannotVerify as reason:
            unreadable.append(_not_read(name, file, reason.reason))
        except _UNREADABLE as error:
            unreadable.append(_not_read(name, file, kind_of(error)))
        else:
            span |= one
            if one.lines and not one.dated:
                unreadable.append(_not_read(name, file, "none of its entries bears a time that is known here"))
    expiry = _expiry(system, "logrotate", lambda text: of_logrotate(text, files))
    missing = "" if files else "the target names files for it, and there are none"
    return _store(f"log {name}", "files", name, span, expiry, system, reading.clock, missing)


def found(system: System, pattern: str) -> list[Path]:
    """The files that a pattern below the system's folder names, in the order of their names."""
    from glob import glob

    absolute = str(Path(system.folder, pattern).absolute())
    return sorted(Path(one) for one in glob(absolute, recursive=True) if Path(one).is_file())  # noqa: PTH207


def _of_journal(system: System, name: str, reading: Reading, unreadable: list[Unreadable]) -> Iterator[LogStore]:
    file = Path(system.folder, name)
    try:
        refuse_stale(file, system, reading.clock)
        span = span_of_journal(file, reading)
    except CannotVerify as reason:
        unreadable.append(_not_read("journal", file, reason.reason))
    except _UNREADABLE as error:
        unreadable.append(_not_read("journal", file, kind_of(error)))
    else:
        yield _store("journal", "journal", "journal", span, _expiry(system, "journald", of_journald), system,
                     reading.clock, "")  # fmt: skip


def _not_read(log: str, file: Path, why: str) -> Unreadable:
    name = file.name if is_plain_file(file.name) else "a file, whose name may be somebody's,"
    return Unreadable(what=f"{name} of log {log}", why=why, remedy="let the auditing user read it, or raise time_limit")


def _expiry(system: System, key: str, read: Callable[[str], Expiry]) -> Expiry:
    """What a configuration file sets, else what the target says; why not where neither does."""
    told = system.settings.get(key)
    if not told:
        return Expiry(untold=f"when entries expire is not told; name `{key}:` or `keeps:` in the target")
    try:
        return read(Path(system.folder, str(told)).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return Expiry(untold=f"the configuration of {key} could not be read ({kind_of(error)})")


def _store(
    label: str, kind: str, name: str, span: Span, expiry: Expiry, system: System, clock: datetime, missing: str
) -> LogStore:
    keeps = _days(system, clock)
    days = expiry.days if expiry.days is not None or expiry.never else keeps
    doubts = [missing, "" if days is not None or expiry.never else expiry.untold, *_doubts(span, days, clock)]
    return LogStore(
        label=label,
        kind=kind,
        name=name,
        oldest_at=span.oldest_at,
        newest_at=span.newest_at,
        keeps_days=days,
        never_expires=expiry.never,
        is_empty=not span.lines,
        untold="; ".join(filter(None, doubts)),
    )


def _doubts(span: Span, days: int | None, clock: datetime) -> Iterator[str]:
    if span.ahead:
        yield f"{span.ahead:,} entries lie ahead of today"
    if days is not None and span.oldest_at and span.oldest_at + timedelta(days=days) + _GRACE < clock:
        yield "an entry is older than the expiry that is set: what should remove entries does not"


def _days(system: System, clock: datetime) -> int | None:
    """The `keeps` of the target in days, counted back from today."""
    keeps = system.settings.get("keeps")
    if not keeps:
        return None
    today = clock.date()
    return (Period.parse(str(keeps)).after(today) - today).days
