"""Sockets with an end: one operation takes so long and brings so much, however the other side dribbles or floods."""

import socket
import ssl
import time
from typing import Any

MOST_BYTES = 32 * 2**20
"""Of one answer: a page of 500 entries with a few attributes is a thousandth of it."""


class Bounded:
    """A connected socket that ends an operation by its deadline, and by the bytes that it may bring."""

    def __init__(self, raw: socket.socket, seconds: float) -> None:
        self.raw, self._seconds = raw, seconds
        self.begin()

    def begin(self) -> None:
        """From here on, a new operation is counted."""
        self._until = time.monotonic() + self._seconds
        self._left = MOST_BYTES

    def recv(self, size: int) -> bytes:
        """Some bytes. `TimeoutError` once the deadline is over, `OSError` once too many have come."""
        self.raw.settimeout(self._remaining())
        data = self.raw.recv(size)
        self._left -= len(data)
        if self._left < 0:
            raise OSError("too much")
        return data

    def sendall(self, data: bytes) -> None:
        self.raw.settimeout(self._remaining())
        self.raw.sendall(data)

    def shutdown(self, how: int) -> None:
        self.raw.shutdown(how)

    def close(self) -> None:
        self.raw.close()

    def _remaining(self) -> float:
        remaining = self._until - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("timed out")
        return remaining


class VerifiedTls:
    """What ldap3 asks to start TLS; unlike its own it leaves the names to Python's `ssl`, and never verifies less."""

    def __init__(self, host: str, ca_file: str, seconds: float) -> None:
        self._host, self._seconds = host, seconds
        self._context = ssl.create_default_context(cafile=ca_file or None)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2

    def wrap_socket(self, connection: Any, do_handshake: bool = True) -> None:  # noqa: ARG002  the name that ldap3 calls
        """Put TLS onto the connection's socket; raises what the handshake raised, and closes the socket then."""
        plain = connection.socket
        raw = plain.raw if isinstance(plain, Bounded) else plain
        raw.settimeout(self._seconds)
        try:
            wrapped = self._context.wrap_socket(raw, server_hostname=self._host)
        except BaseException:
            raw.close()
            raise
        connection.socket = Bounded(wrapped, self._seconds)
