"""What MySQL and MariaDB tell only to who has signed in: whether they insist on encryption.

The endpoint does not say, but a system of the target may read that very database.
"""

from dataclasses import replace

from clausecheck.errors import CannotVerify
from clausecheck.facts import Endpoint
from clausecheck.targets.addresses import Address
from clausecheck.targets.model import System, Target
from clausecheck.targets.networked import addresses_of

_SCHEME = "mysql"
_ASKED = "SELECT @@GLOBAL.require_secure_transport"


def settled(address: Address, endpoint: Endpoint, target: Target) -> Endpoint:
    """The endpoint, with `plain_text` where a system that reads this database could tell; else as it was."""
    if address.scheme != _SCHEME or not endpoint.encrypted or endpoint.plain_text is not None:
        return endpoint
    reading = next((system for system in target.systems.values() if _is_at(system, address)), None)
    insists = _insists(reading) if reading else None
    if insists is None:
        return endpoint
    return replace(endpoint, plain_text=not insists)


def _is_at(system: System, address: Address) -> bool:
    if system.kind != "sql":
        return False
    try:
        places = {(one.host, one.port) for one in addresses_of(system)}
    except ValueError:
        return False
    return (address.host, address.port) in places


def _insists(system: System) -> bool | None:
    from clausecheck.connectors.sql import reading

    try:
        with reading(system) as connection:
            return bool(connection.exec_driver_sql(_ASKED).scalar())
    except CannotVerify:
        return None  # a server without this setting, or that lets nobody in: the endpoint stays untold, and says so
