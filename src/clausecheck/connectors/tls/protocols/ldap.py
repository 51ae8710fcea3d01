"""LDAP: the extended operation StartTLS (RFC 4511 section 4.14), in the few bytes that it takes."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from clausecheck.connectors.tls.failures import Garbled, NotOffered
from clausecheck.connectors.tls.wire import Wire
from clausecheck.targets.addresses import Address

_START_TLS = b"1.3.6.1.4.1.1466.20037"
_BIND_RESPONSE, _EXTENDED_RESPONSE = 0x61, 0x78
_LONGEST = 1 << 16
_SUCCESS, _STRONGER_NEEDED, _CONFIDENTIALITY_NEEDED, _INVALID_CREDENTIALS = 0, 8, 13, 49
_REFUSED = (_STRONGER_NEEDED, _CONFIDENTIALITY_NEEDED)


def upgrade(wire: Wire, _address: Address) -> None:
    wire.send(_message(1, bytes([0x77]) + _sized(b"\x80" + _sized(_START_TLS))))
    if _result(wire, _EXTENDED_RESPONSE) != _SUCCESS:
        raise NotOffered("it refuses StartTLS")
    wire.refuse_leftovers()


def plain(opened: Callable[[], AbstractContextManager[Wire]], _secured: object, _address: Address) -> bool | None:
    """Whether it lets somebody sign in without encryption: anonymously, and as somebody who does not exist.

    Only an answer that asks for encryption is a no; "wrong password" shows that it looked at a password in plain text.
    Where passwords need encryption and nobody in particular does not, what that nobody may read is not tried.
    """
    with opened() as wire:
        wire.send(_bind(1, b"", b""))
        anonymous = _result(wire, _BIND_RESPONSE)
        if anonymous in _REFUSED:
            return False
        wire.send(_bind(2, b"cn=clausecheck", b"not-a-password"))
        known = _result(wire, _BIND_RESPONSE)
    if known in _REFUSED:
        return None if anonymous == _SUCCESS else False
    return True if _SUCCESS in (anonymous, known) or known == _INVALID_CREDENTIALS else None


def _bind(number: int, who: bytes, password: bytes) -> bytes:
    return _message(number, bytes([0x60]) + _sized(b"\2\1\3\4" + _sized(who) + b"\x80" + _sized(password)))


def _message(number: int, operation: bytes) -> bytes:
    return b"\x30" + _sized(b"\2\1" + bytes([number]) + operation)


def _sized(data: bytes) -> bytes:
    """A length and its data: one byte is enough for whatever is sent from here."""
    return bytes([len(data)]) + data


def _result(wire: Wire, expected: int) -> int:
    """The result code of the answer: a sequence of the message's number and the operation, which begins with it."""
    if wire.exactly(1) != b"\x30":
        raise Garbled("it does not answer as a directory")
    body = wire.exactly(_length(wire))
    operation = 2 + body[1] if len(body) > 2 and body[0] == 2 else len(body)
    if len(body) <= operation + 1 or body[operation] != expected:
        raise Garbled("it does not answer as a directory")
    code = operation + 2 + (body[operation + 1] & 0x7F if body[operation + 1] & 0x80 else 0)
    if len(body) < code + 3 or body[code : code + 2] != b"\x0a\x01":
        raise Garbled("it does not answer as a directory")
    return body[code + 2]


def _length(wire: Wire) -> int:
    first = wire.exactly(1)[0]
    if first < 0x80:
        return first
    length = int.from_bytes(wire.exactly(min(first & 0x7F, 4)))
    if length > _LONGEST:
        raise Garbled("it answers endlessly much")
    return length
