"""Every endpoint of a system, a bounded number of them at once."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.tls.probing import probed
from clausecheck.connectors.tls.trust import Trust, trusting
from clausecheck.facts import Endpoint, Population, Unreadable
from clausecheck.targets.addresses import Address
from clausecheck.targets.model import System
from clausecheck.targets.networked import addresses_of, authorities_of

AT_ONCE = 128
"""Endpoints at once: they spend their time waiting, so two cores have enough to do with so many."""
Told = Mapping[Address, Endpoint | Unreadable]
_NOUN = "endpoints"
_SOON = 14
"""Days in which a certificate that ends is worth a warning; no verdict depends on it."""


def endpoints(system: System, context: Context) -> Population[Endpoint]:
    """Each endpoint that the target lists, and what it accepts. `CannotVerify` without the authority's file."""
    trust = trusting(authorities_of(system), as_of=context.as_of, clock=context.clock)
    return population(told(addresses_of(system), trust, system.time_limit))


def told(addresses: Iterable[Address], trust: Trust, time_limit: float) -> Told:
    """What each of these accepts, or why nobody can tell, within `time_limit` seconds each."""
    each = list(dict.fromkeys(addresses))
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="tls") as pool:
        found = pool.map(partial(probed, trust=trust, time_limit=time_limit), each)
        return dict(zip(each, found, strict=True))


def population(found: Told) -> Population[Endpoint]:
    members = tuple(one for one in found.values() if isinstance(one, Endpoint))
    return Population(
        noun=_NOUN,
        members=members,
        unreadable=tuple(one for one in found.values() if isinstance(one, Unreadable)),
        counts={"CBC with SHA-1 accepted": sum(one.cbc_sha1 is True for one in members)},
        warnings=tuple(_ending(one) for one in members if one.certificate and 0 <= one.certificate.days_left < _SOON),
        where_to_look="openssl s_client -connect HOST:PORT, with -starttls PROTOCOL where it has one",
    )


def _ending(endpoint: Endpoint) -> str:
    assert endpoint.certificate is not None
    return f"the certificate of {endpoint.label} ends in {endpoint.certificate.days_left} days"


FACTS = {_NOUN: endpoints}
