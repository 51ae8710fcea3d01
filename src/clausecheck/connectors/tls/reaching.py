"""What `target check` tells of a system of endpoints."""

from concurrent.futures import ThreadPoolExecutor

from clausecheck.connectors.protocol import Context, Reach
from clausecheck.connectors.tls.door import Door
from clausecheck.connectors.tls.endpoints import AT_ONCE
from clausecheck.connectors.tls.failures import Unanswered
from clausecheck.connectors.tls.trust import trusting
from clausecheck.connectors.tls.wire import Deadline
from clausecheck.errors import CannotVerify
from clausecheck.targets.addresses import Address
from clausecheck.targets.model import System
from clausecheck.targets.networked import addresses_of, authorities_of


def reach(system: System, context: Context) -> Reach:
    """Whether each endpoint takes a connection, and whether the authority's file can be read."""
    addresses = addresses_of(system)
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="tls") as pool:
        told = list(pool.map(lambda address: _missing(address, system.time_limit), addresses))
    missing = tuple(one for one in (*told, _file(system, context)) if one)
    reached = sum(not one for one in told)
    return Reach(
        system=system.name,
        reached=reached > 0,
        missing=missing,
        can=(f"reach {reached} of {len(addresses)} endpoints",),
    )


def _missing(address: Address, time_limit: float) -> str:
    try:
        with Door(address=address, deadline=Deadline.after(time_limit)).opened():
            return ""
    except Unanswered as failure:
        return f"{address.label}: {failure.why}"


def _file(system: System, context: Context) -> str:
    try:
        trusting(authorities_of(system), as_of=context.as_of, clock=context.clock)
    except CannotVerify as reason:
        return str(reason)
    return ""
