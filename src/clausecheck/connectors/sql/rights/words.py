"""The words in which rights are told, whatever the database."""

from collections.abc import Sequence
from dataclasses import dataclass

LISTED = 20
"""How many tables a list of missing rights names."""
OWN_ROLE = "give the audit a role of its own that may only read"


@dataclass(frozen=True, kw_only=True)
class Rights:
    """The same words as `protocol.Reach`, which it becomes."""

    identity: str
    can: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def counted(readable: int, all_: int) -> tuple[str, ...]:
    """What a role can do, as a sentence that begins with "it can"."""
    return (f"read {readable} of {all_} tables and views",)


def listed(lines: Sequence[str]) -> tuple[str, ...]:
    """The first lines, and how many more there are."""
    more = len(lines) - LISTED
    return (*lines[:LISTED], f"… and {more} more") if more > 0 else tuple(lines)
