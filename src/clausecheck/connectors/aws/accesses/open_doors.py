"""Doors to whoever is outside the account, as accesses: each is one that the target's `recipients` name, or not."""

from collections.abc import Iterable, Iterator

from clausecheck.connectors.aws.doors import Door, is_declared
from clausecheck.facts import Access, Unreadable
from clausecheck.targets.model import System


def of(system: System, told: Iterable[Door | Unreadable]) -> Iterator[Access | Unreadable]:
    names = [one.name for one in system.recipients]
    for door in told:
        yield door if isinstance(door, Unreadable) else _access(door, is_declared(door, names))


def _access(door: Door, declared: bool | None) -> Access:
    """Everybody may be a recipient that the target names, as of a bucket of published files."""
    return Access(
        label=door.label,
        kind=door.way,
        to=door.to,
        reaches=door.thing,
        declared=declared,
        open_to_everybody=None if door.everybody is None else door.everybody and not declared,
        untold=door.untold,
    )
