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
_NOT_LET_IN = (b"28000", b"08P01")
"""SQLSTATEs of who is not let in, or not like this: PostgreSQL's own, and PgBouncer's for "SSL required"."""
_LONGEST = 1 << 16


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
        in_plain_text = _begins(wire, address)
    if in_plain_text is not False:
        return in_plain_text
    with secured() as wire:
        return False if _begins(wire, address) else None


def _begins(wire: Wire, address: Address) -> bool | None:
    """Whether it goes on to ask who somebody is; `None` where it cannot just now, for whatever reason."""
    wire.send(_startup(address.user or _NOBODY, address.database or address.user or _NOBODY))
    kind = wire.exactly(1)
    if kind not in (b"R", b"E"):
        raise Garbled("it does not answer as PostgreSQL")
    return True if kind == b"R" else False if _code(wire) in _NOT_LET_IN else None


def _code(wire: Wire) -> bytes:
    """The SQLSTATE of an error."""
    length = int.from_bytes(wire.exactly(4))
    if not 4 < length < _LONGEST:
        raise Garbled("it does not answer as PostgreSQL")
    fields = wire.exactly(length - 4).split(b"\0")
    return next((field[1:] for field in fields if field[:1] == b"C"), b"")


def _startup(user: str, database: str) -> bytes:
    named = b"".join(part.encode() + b"\0" for part in ("user", user, "database", database)) + b"\0"
    return struct.pack("!II", 8 + len(named), _VERSION_3) + named
