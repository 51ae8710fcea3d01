"""Who can administer a system, and with which second factor."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Administrator:
    """One effective administrator: `label` is a pseudonym, except for "root account" and the like.

    `reaches` says through what: a group, a policy, a role. `None` means that it could not be told, with the
    reason in `untold`.
    """

    label: str
    reaches: str
    mfa_enrolled: bool | None
    mfa_enforced: bool | None
    untold: str = ""
