"""What watches a system, or should: audit trails, threat detection, records of configuration, alarms."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Monitor:
    """One thing that has to watch one place. Where there is none, it is a member all the same, with `on` false.

    `label` is "audit trail in us-east-1", `kind` a word such as "audit trail", `place` a region, a database, a host.
    `on` tells whether it is there and switched on now. `tamper_evident`: a change of what it wrote would be noticed.
    `reaches_somebody`: what it raises arrives at a person or a system that agreed to take it. `newest_at` is the moment
    of the newest thing that arrived of it, `seen_at` when that was looked at; both aware. Each is `None` where it does
    not apply to such a monitor, or could not be told: then `untold` says why.
    """

    label: str
    kind: str
    place: str
    on: bool | None
    seen_at: datetime
    tamper_evident: bool | None = None
    reaches_somebody: bool | None = None
    newest_at: datetime | None = None
    untold: str = ""
