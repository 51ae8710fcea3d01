"""Where log entries lie, and how long."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class LogStore:
    """One store of log entries: a file or a folder of rotated ones, a journal, a log group, an index.

    `oldest_at` and `newest_at` are the moments of its oldest and newest entry, aware; `is_empty` tells that it has
    none. `keeps_days` is the expiry that is set, in days; `never_expires` tells that nothing is set to remove entries.
    With neither, the expiry could not be told, with the reason in `untold`.
    """

    label: str
    kind: str
    name: str
    oldest_at: datetime | None
    newest_at: datetime | None
    keeps_days: int | None = None
    never_expires: bool | None = None
    is_empty: bool | None = None
    untold: str = ""
