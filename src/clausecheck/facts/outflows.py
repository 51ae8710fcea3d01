"""Where a system's data lie, and the ways on which they leave it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Outflow:
    """One region in which data lie, or one way on which data leave their system.

    `kind` is a word such as "region in use", "replication", "backup copy", "grant", "publication", "foreign server".
    `region` is where the data lie or go, in the provider's words; "" where that does not tell. `to` is who gets them:
    "account 210987654321", a host, "everybody"; "" where they stay with whoever has the system. `declared` tells
    whether the target names what is seen: the region among the system's regions, the recipient among its
    `recipients`; with that one's `ground`. `None` means not told, with the reason in `untold`.
    """

    label: str
    kind: str
    declared: bool | None
    region: str = ""
    to: str = ""
    ground: str = ""
    untold: str = ""
