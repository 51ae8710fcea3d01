"""PostgreSQL: the message SSLRequest (its manual, "Message Flow", section "SSL Session Encryption")."""

import struct
from collections.abc import Callable
from contextlib import AbstractContextManager

from clausecheck.connectors.tls.failures import Garbled, NotOffered
from clausecheck.connectors.tls.wire import Wire
from clausecheck.targets.addresses import Address

_SSL_REQUEST = struct.pack("!II", 8, 80877103)
_VERSION_3 = 196608
_NOBODY = "clausecheck"


def upgrade(wire: Wire, _address: Address) -> None:
    wire.send(_SSL_REQUEST)
    answer = wire.exactly(1)
    if answer == b"N":
        raise NotOffered("it has no TLS")
    if answer != b"S":
        raise Garbled("it does not answer as PostgreSQL")
    wire.refuse_leftovers()


def plain(
    opened: Callable[[], AbstractContextManager[Wire]],
    secured: Callable[[], AbstractContextManager[Wire]],
    address: Address,
) -> bool | None:
    """Whether it begins to authenticate a user without encryption; nobody signs in.

    Refused in plain text and let on with TLS is a no. Refused in both, this user is unknown there, and nothing is told
    of others: the endpoint's URL can name one, and a database.
    """
    with opened() as wire:
        if _begins(wire, address):
            return True
    with secured() as wire:
        return False if _begins(wire, address) else None


def _begins(wire: Wire, address: Address) -> bool:
    """Whether it goes on to ask who somebody is."""
    wire.send(_startup(address.user or _NOBODY, address.database or address.user or _NOBODY))
    answer = wire.exactly(1)
    if answer not in (b"R", b"E"):
        raise Garbled("it does not answer as PostgreSQL")
    return answer == b"R"


def _startup(user: str, database: str) -> bytes:
    named = b"".join(part.encode() + b"\0" for part in ("user", user, "database", database)) + b"\0"
    return struct.pack("!II", 8 + len(named), _VERSION_3) + named
