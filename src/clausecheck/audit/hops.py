"""The hops that the target's links declare, each asked at its end; and the systems that no link reaches (rigour 32)."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from clausecheck.audit.addresses import KIND, asked, links_to
from clausecheck.audit.endpoints import subject_of
from clausecheck.audit.jobs import Job
from clausecheck.audit.subjects import Subject
from clausecheck.facts import Endpoint, Hop, Population, Unreadable
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit
from clausecheck.targets.addresses import Address
from clausecheck.targets.model import Link, System, Target
from clausecheck.targets.networked import addresses_of, is_networked


def subjects(_obligation: Obligation, target: Target) -> list[Subject]:
    """Every system in a network, linked or not, and every other end of a link."""
    networked = [name for name, system in target.systems.items() if is_networked(system)]
    return [subject_of(name, target) for name in dict.fromkeys([*networked, *(link.to for link in target.links)])]


def jobs(wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    """One job a subject, whatever the number of obligations that ask."""
    together: dict[str, list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        together.setdefault(subject.id, []).append((obligation, subject))
    return [
        Job(system=group[0][1].system, answers=group, run=partial(_run, name, len(group), audit))
        for name, group in together.items()
    ]


def _run(name: str, times: int, audit: Audit) -> list[Any]:
    return [_hops(name, audit)] * times


def _hops(name: str, audit: Audit) -> Population[Hop]:
    links, system = links_to(name, audit.target), audit.target.systems.get(name)
    addresses = [address for link in links for address in link.addresses]
    told = asked(name, addresses, audit) if addresses else {}
    hops = [hop for link in links for hop in _of(link, told, is_seen=system is not None)]
    return Population(
        noun="hops",
        members=tuple(hop for hop in hops if isinstance(hop, Hop)),
        unreadable=(*(hop for hop in hops if isinstance(hop, Unreadable)), *_undeclared(name, system, links)),
        counts={"stays on its machine": sum(bool(link.local) for link in links)},
    )


def _of(link: Link, told: Mapping[Address, Endpoint | Unreadable], *, is_seen: bool) -> Iterator[Hop | Unreadable]:
    """One hop for each address of a link, or one that is local: a system's settings show that, a service has none."""
    if link.local:
        unseen = "" if is_seen else f"that {link.to} is reached locally is only said: no settings of a system show it"
        yield Hop(label=f"{link.origin} to {link.to}", encrypted=None, local=link.local, untold=unseen)
    for address in link.addresses:
        label, endpoint = f"{link.origin} to {link.to} ({address.label})", told[address]
        if isinstance(endpoint, Unreadable):
            yield Unreadable(what=label, why=endpoint.why, remedy=endpoint.remedy)
        else:
            yield _hop(label, endpoint)


def _hop(label: str, endpoint: Endpoint) -> Hop:
    """A website is asked on the port that its link names; where its plain HTTP leads is a promise of its own."""
    if endpoint.encrypted is not True or endpoint.is_website or endpoint.plain_text is False:
        return Hop(label=label, encrypted=endpoint.encrypted)
    why = "takes plain text as well as TLS" if endpoint.plain_text else "does not say whether it takes plain text too"
    return Hop(label=label, encrypted=None, untold=f"{label}: the other end {why}, so nobody can tell which is used")


def _undeclared(name: str, system: System | None, links: Sequence[Link]) -> Iterator[Unreadable]:
    remedy = f"declare every hop to {name} under `links:`, or why it is local"
    if system is None or not is_networked(system):
        return
    reached = {address.label for link in links for address in link.addresses}
    if system.kind == KIND:
        own = [label for label in dict.fromkeys(one.label for one in addresses_of(system)) if label not in reached]
    else:
        own = [] if links else [name]
    for what in own:
        yield Unreadable(what=what, why="no link of the target reaches it", remedy=remedy)


def missing(_obligation: Obligation) -> str:
    return "the hops that data take (`links:`), and the systems in a network that they lead to"
