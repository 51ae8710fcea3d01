"""A way on which data leave, whatever the database."""

from dataclasses import dataclass

from clausecheck.facts import Outflow
from clausecheck.targets.model import System


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way. `names` are those by which a target may declare it, the first of them being the one to show: the host
    that it leads to, or what the database calls it. `untold` says why nobody knows whom it leads to.
    """

    label: str
    kind: str
    names: tuple[str, ...]
    untold: str = ""


def outflow(way: Way, system: System) -> Outflow:
    """The way, held against the recipients that the target names."""
    grounds = [one.ground for one in system.recipients if one.name in way.names]
    declared = bool(grounds)
    return Outflow(
        label=way.label,
        kind=way.kind,
        to=way.names[0],
        declared=None if way.untold else declared,
        ground="; ".join(grounds),
        untold=way.untold,
    )
