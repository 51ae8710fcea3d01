"""Who can administer a system, and with which second factor."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Administrator:
    """One effective administrator: `label` is a pseudonym, except for "root account" and the like.

    `reaches` says through what: a group, a policy, a role. `None` means that it could not be told, with the
    reason in `untold`.

    `person` is the pseudonym of whoever holds the account, the same in every system of an audit; "" where the system
    tells no address to know them by. `last_used` is the moment of the last sign-in, aware, or of the account's making
    where there never was one; `None` where the system does not tell.
    """

    label: str
    reaches: str
    mfa_enrolled: bool | None
    mfa_enforced: bool | None
    untold: str = ""
    person: str = ""
    last_used: datetime | None = None
