"""Administrators' accounts as ways in: when each was last used, for whoever judges access that nobody needs."""

from clausecheck.facts import Access, Administrator, Population
from clausecheck.targets.model import System

_UNTOLD = "the system does not tell when it was last used"


def accesses_of(administrators: Population[Administrator], system: System) -> Population[Access]:
    """One access an administrator's account: whom it lets in and since when it is idle. Whether administrators are
    rightly so is not told here: `declared` is true for all of them.
    """
    return Population(
        noun="accounts of administrators",
        members=tuple(_access(one, system) for one in administrators),
        unreadable=administrators.unreadable,
        excluded=administrators.excluded,
        where_to_look=administrators.where_to_look,
    )


def _access(one: Administrator, system: System) -> Access:
    return Access(
        label=f"account of {one.label}",
        kind="credential",
        to=one.label,
        reaches=f"administration of {system.name}",
        declared=True,
        idle_since=one.last_used,
        untold="" if one.last_used else _UNTOLD,
    )
