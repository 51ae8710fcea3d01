"""What vulnerability scanners looked at, and when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """The newest scan of one thing that is scanned, as the scanner's own results date it.

    `label` is "scan of <name>", `tool` the scanner's name. `done_at` is when the scan was complete, aware; `None` where
    that could not be told, with the reason in `untold`.
    """

    label: str
    tool: str
    done_at: datetime | None
    untold: str = ""
