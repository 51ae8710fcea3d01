"""MySQL and MariaDB: the capability CLIENT_SSL of their handshake (their manuals, "Connection Phase")."""

import struct
from collections.abc import Callable
from contextlib import AbstractContextManager

from clausecheck.connectors.tls.failures import Garbled, NotOffered
from clausecheck.connectors.tls.wire import Wire
from clausecheck.targets.addresses import Address

_LONG_PASSWORD, _PROTOCOL_41, _SSL, _SECURE_CONNECTION, _PLUGIN_AUTH = 0x1, 0x200, 0x800, 0x8000, 0x80000
_ASKED = _LONG_PASSWORD | _PROTOCOL_41 | _SECURE_CONNECTION | _PLUGIN_AUTH
_LONGEST, _UTF8MB4 = 1 << 24, 45
_PROTOCOL_10, _ERROR = 10, 0xFF
_SECURE_TRANSPORT_REQUIRED = 3159
_OK = 0x00
_NOBODY = b"clausecheck\0" + b"\0" + b"mysql_native_password\0"
"""A user who does not exist, an empty answer to the challenge, and the method."""


def upgrade(wire: Wire, _address: Address) -> None:
    if not _capabilities(wire) & _SSL:
        raise NotOffered("it has no TLS")
    wire.send(_packet(1, _introduction(_ASKED | _SSL)))
    wire.refuse_leftovers()


def plain(opened: Callable[[], AbstractContextManager[Wire]], _secured: object, _address: Address) -> bool | None:
    """Whether it lets somebody in without encryption, who does not exist and has no password.

    Some servers refuse such a connection at once where `require_secure_transport` is on; MariaDB says so only to who
    has signed in, so that "access denied" tells nothing.
    """
    with opened() as wire:
        _capabilities(wire)
        wire.send(_packet(1, _introduction(_ASKED) + _NOBODY))
        answer = _received(wire)
    return True if answer[0] == _OK else False if _code(answer) == _SECURE_TRANSPORT_REQUIRED else None


def _capabilities(wire: Wire) -> int:
    """What the server says in its greeting that it can."""
    greeting = _received(wire)
    if greeting[0] == _ERROR:
        raise Garbled("it lets this machine in no further")
    after_version = greeting.find(b"\0", 1) + 1
    if greeting[0] != _PROTOCOL_10 or not after_version or len(greeting) < after_version + 15:
        raise Garbled("it does not greet as MySQL")
    return int.from_bytes(greeting[after_version + 13 : after_version + 15], "little")


def _introduction(capabilities: int) -> bytes:
    return struct.pack("<IIB23x", capabilities, _LONGEST, _UTF8MB4)


def _received(wire: Wire) -> bytes:
    length = int.from_bytes(wire.exactly(4)[:3], "little")
    if not 0 < length < _LONGEST // 256:
        raise Garbled("it does not answer as MySQL")
    return wire.exactly(length)


def _packet(number: int, body: bytes) -> bytes:
    return len(body).to_bytes(3, "little") + bytes([number]) + body


def _code(answer: bytes) -> int:
    return int.from_bytes(answer[1:3], "little") if answer[0] == _ERROR else 0
