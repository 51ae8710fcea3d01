"""Which endpoints belong to a system: its own, and those where links lead to it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from clausecheck.audit.secure_transport import settled
from clausecheck.connectors.all_connectors import connector
from clausecheck.facts import Endpoint, Population, Unreadable
from clausecheck.records.asking import Audit
from clausecheck.targets.addresses import Address
from clausecheck.targets.model import Link, System, Target
from clausecheck.targets.networked import addresses_of, authorities_of, is_networked

KIND = "tls"
"""The connector that asks endpoints, whichever kind of system they belong to."""
_USUAL = 60.0
"""Seconds for an endpoint of a service, which has no settings: what a system has where it says nothing."""


def links_to(name: str, target: Target) -> tuple[Link, ...]:
    return tuple(link for link in target.links if link.to == name)


def endpoints_of(name: str, target: Target) -> tuple[Address, ...]:
    """Each endpoint of a system or service: those it lists, those where links lead, and its own URL's.

    What is only on this machine and reached by no link is no endpoint of a network. `ValueError` as `addresses_of`.
    """
    links = links_to(name, target)
    leading = [address for link in links for address in link.addresses]
    system = target.systems.get(name)
    if system is None or not is_networked(system):
        return tuple(dict.fromkeys(leading))
    own = addresses_of(system)
    if system.kind != KIND:
        own = tuple(address for address in own if not address.is_local)
    return tuple(dict.fromkeys((*own, *leading)))


def asked(name: str, addresses: Sequence[Address], audit: Audit) -> Mapping[Address, Endpoint | Unreadable]:
    """What these endpoints of a system or service accept, under its time limit and with the authorities named for it.

    `CannotVerify` where a file of an authority cannot be read.
    """
    ask: Any = connector(KIND)
    system = audit.target.systems.get(name)
    trust = ask.trusting(_authorities(name, system, audit.target), as_of=audit.as_of, clock=audit.clock)
    found: Mapping[Address, Endpoint | Unreadable] = ask.told(addresses, trust, system.time_limit if system else _USUAL)
    return {
        address: settled(address, one, audit.target) if isinstance(one, Endpoint) else one
        for address, one in found.items()
    }


def population(found: Mapping[Address, Endpoint | Unreadable]) -> Population[Endpoint]:
    ask: Any = connector(KIND)
    told: Population[Endpoint] = ask.population(found)
    return told


def _authorities(name: str, system: System | None, target: Target) -> list[Path]:
    folder = next((one.folder for one in target.systems.values()), "")
    linked = [Path(folder) / link.ca_file for link in links_to(name, target) if link.ca_file]
    return sorted({*(authorities_of(system) if system else ()), *linked})
