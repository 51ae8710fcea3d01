"""One hop that data take between two places, and whether it is encrypted."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Hop:
    """A hop of the target's links. `label` is such as "portal to crm (postgres://crm.example:5432)".

    `encrypted` tells whether its other end speaks TLS, and nothing else. `local` says why it leaves no machine, and
    `encrypted` is `None` then. Otherwise `None` means not told, with the reason in `untold`.
    """

    label: str
    encrypted: bool | None
    local: str = ""
    untold: str = ""
