"""What each tool's module returns: the backups that it lists, as it tells them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from clausecheck.facts import Unreadable
from clausecheck.targets.model import System


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One backup as its tool tells it. `marks` are what `protects` may name: a stanza, tags, a file's name.

    `expires_at`, `never_expires` and `expiry_untold` say what is set; none of them where the tool keeps no expiry.
    """

    label: str
    marks: tuple[str, ...]
    taken_at: datetime | None
    encrypted: bool | None
    algorithm: str | None = None
    is_apart: bool | None = None
    size: int | None = None
    expires_at: datetime | None = None
    never_expires: bool = False
    expiry_untold: str = ""
    time_untold: str = ""
    unsure: str = ""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Every backup of a system, and what could not be read. `matches` compares a mark with what `protects` says."""

    entries: tuple[Entry, ...]
    unreadable: tuple[Unreadable, ...] = ()
    matches: Callable[[str, str], bool] = str.__eq__


Lists = Callable[[System, datetime], Listed]
"""A tool's module: the system and the machine's clock to what is listed."""


def at(seconds: float) -> datetime | None:
    """A Unix time as an aware moment; `None` where there is no such moment, and for the epoch itself."""
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds else None
    except (OverflowError, OSError, ValueError):
        return None
