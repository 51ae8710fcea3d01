"""What the ways of bringing places together have in common: their names there, and the system that they make up."""

from collections.abc import Sequence

from clausecheck.records.asking import Audit
from clausecheck.records.together import Needed
from clausecheck.targets.model import System


def named(needed: Sequence[Needed]) -> dict[str, Needed]:
    """Each copy by its place's name, so that the statement reads as the owner knows the tables."""
    told: dict[str, Needed] = {}
    for one in needed:
        told[one.place.name if one.place.name not in told else f"{one.place.name} {len(told)}"] = one
    return told


def joined(url: str, audit: Audit, needed: Sequence[Needed]) -> System:
    """The file at this address as a system, which may take as long as all their systems together."""
    systems = {one.place.system: audit.system(one.place) for one in needed}
    limit = sum(system.time_limit for system in systems.values())
    name = "the join of " + " and ".join(systems)
    heard = next((system.heard for system in systems.values()), None)
    return System(name=name, kind="sql", settings={"url": url}, time_limit=limit, heard=heard)
