"""The first message of a handshake, written by hand, and what the server makes of it.

Python's own library offers neither SSL 3.0 nor the ciphers that nobody may use any more, and takes a server that asks
for a client's certificate for one that refuses. A `ServerHello` tells which version and cipher the server would use
with somebody else. Nothing but this one message is ever sent. Source: RFC 5246 section 7.4.1, RFC 6101 section 5.6.1.
"""

import secrets
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from clausecheck.connectors.tls.failures import Closed, Garbled, HungUp
from clausecheck.connectors.tls.wire import Wire

NUMBERS: Final = {"SSLv3": 0x0300, "1.0": 0x0301, "1.1": 0x0302, "1.2": 0x0303}
_VERSIONS = {number: version for version, number in NUMBERS.items()}
_ALERT, _HANDSHAKE, _CLIENT_HELLO, _SERVER_HELLO = 21, 22, 1, 2
_WARNING, _CLOSE_NOTIFY = 1, 0
_LONGEST_RECORD = (1 << 14) + 2048
_WARNINGS_AT_MOST = 4
_NO_RENEGOTIATION = 0x00FF
_REFUSALS = {0, 40, 47, 70, 71, 86, 112}
"""Alerts that say no: close_notify, handshake_failure, illegal_parameter, protocol_version, insufficient_security,
inappropriate_fallback, unrecognized_name. Any other one, such as internal_error, tells nothing of what was offered."""
_GROUPS = (0x001D, 0x0017, 0x0018, 0x0019, 0x0100)
_SIGNATURES = (
    0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0807, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0402, 0x0202,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreed:
    """What the server would use: a version of `VERSIONS`, and a suite's number."""

    version: str
    suite: int


def offered(wire: Wire, version: str, suites: Sequence[int], server_name: str) -> Agreed | None:
    """Offer at most this version with these suites; `None` where the server refuses.

    `HungUp` where it closes instead of answering; `Garbled` for what is no answer of TLS, or an alert that refuses
    nothing. `server_name` is "" where there is none to name.
    """
    wire.send(_record(NUMBERS[version], _client_hello(NUMBERS[version], suites, server_name)))
    try:
        agreed = _answer(wire)
    except Closed as closed:
        raise HungUp(closed.why) from None
    if agreed and agreed.suite not in suites:
        raise Garbled("it chooses what nobody offered")
    return agreed


def _answer(wire: Wire) -> Agreed | None:
    for _ in range(_WARNINGS_AT_MOST):
        kind, _, length = struct.unpack("!BHH", wire.exactly(5))
        if kind not in (_ALERT, _HANDSHAKE) or not 0 < length <= _LONGEST_RECORD:
            raise Garbled("it answers something that is not TLS")
        body = wire.exactly(length)
        if kind == _HANDSHAKE:
            return _server_hello(body)
        if length != 2 or (body[1] not in _REFUSALS and body[0] != _WARNING):
            raise Garbled("it answers with an alert that says neither yes nor no")
        if body[0] != _WARNING or body[1] == _CLOSE_NOTIFY:
            return None
    raise Garbled("it sends warnings without an end")


def _server_hello(body: bytes) -> Agreed:
    """Type, length (3), version (2), random (32), session (1 + n), suite (2)."""
    after_session = 39 + body[38] if len(body) > 38 else len(body)
    if body[0] != _SERVER_HELLO or len(body) < after_session + 2:
        raise Garbled("it answers something that is no ServerHello")
    number, suite = int.from_bytes(body[4:6]), int.from_bytes(body[after_session : after_session + 2])
    if number not in _VERSIONS:
        raise Garbled("it answers with a version that nobody knows")
    return Agreed(version=_VERSIONS[number], suite=suite)


def _client_hello(number: int, suites: Sequence[int], server_name: str) -> bytes:
    listed = b"".join(suite.to_bytes(2) for suite in (*suites, _NO_RENEGOTIATION))
    extensions = b"" if number == NUMBERS["SSLv3"] else _sized(2, b"".join(_extensions(number, server_name)))
    body = number.to_bytes(2) + secrets.token_bytes(32) + b"\0" + _sized(2, listed) + b"\1\0" + extensions
    return bytes([_CLIENT_HELLO]) + _sized(3, body)


def _extensions(number: int, server_name: str) -> Iterator[bytes]:
    if server_name:
        yield _extension(0, _sized(2, b"\0" + _sized(2, server_name.encode("ascii"))))
    yield _extension(10, _sized(2, b"".join(group.to_bytes(2) for group in _GROUPS)))
    yield _extension(11, _sized(1, b"\0"))
    yield _extension(23, b"")
    if number >= NUMBERS["1.2"]:
        yield _extension(13, _sized(2, b"".join(scheme.to_bytes(2) for scheme in _SIGNATURES)))


def _extension(number: int, data: bytes) -> bytes:
    return number.to_bytes(2) + _sized(2, data)


def _record(number: int, message: bytes) -> bytes:
    # Servers that know newer versions want the record to say TLS 1.0, whatever the message in it offers.
    return struct.pack("!BH", _HANDSHAKE, min(number, NUMBERS["1.0"])) + _sized(2, message)


def _sized(width: int, data: bytes) -> bytes:
    return len(data).to_bytes(width) + data
