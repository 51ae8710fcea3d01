"""The stores that a cloud lists: each is one that a system lies on, or one that its inventory declares."""

from collections import Counter

from clausecheck.audit.administrators import context_of
from clausecheck.connectors.all_connectors import connector
from clausecheck.facts import Listed, Population, Store
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System

_PARTS = ("volume", "volume snapshot", "database snapshot", "cluster snapshot", "topic")
"""Disks and copies of what is listed besides, which have no names of their own, and topics, which keep nothing."""
_UNTOLD = "no system of the target lies on it, and the inventory does not declare it"


def stores(system: System, audit: Audit) -> Population[Listed]:
    """Every store with a name that the account has."""
    found: Population[Store] = connector(system.kind).FACTS["stores"](system, context_of(audit))
    known = {one.name for one in system.inventory}
    known |= {
        other.at_rest.resource
        for other in audit.target.systems.values()
        if other.at_rest and other.at_rest.system == system.name
    }
    named = [store for store in found if store.kind not in _PARTS]
    left_out = Counter(f"{store.kind}s" for store in found if store.kind in _PARTS)
    return Population(
        noun="stores",
        members=tuple(Listed(label=one.label, kind=one.kind, untold="" if one.name in known else _UNTOLD)
                      for one in named),
        unreadable=found.unreadable,
        excluded=left_out.total(),
        counts={f"not held against the target: {kind}": number for kind, number in left_out.items()},
        warnings=(*found.warnings, *gone(system, {store.name for store in named})),
        where_to_look=found.where_to_look,
    )  # fmt: skip


def gone(system: System, present: set[str]) -> list[str]:
    """A warning for each declaration of what is not there (any more)."""
    lost = [one.name for one in system.inventory if one.name not in present]
    return [f"the inventory of {system.name} declares {name}, which is not there" for name in lost]
