"""One connection, bounded in time and in what it may bring."""

import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from typing import Any

from clausecheck.connectors.tls.failures import Closed, Garbled, NobodyListens, TimeIsUp, Unconnected
from clausecheck.redaction import kind_of

MOST = 1 << 20
"""Bytes that one connection may bring: more is no answer to what is asked here."""
_CHUNK = 1 << 14
_LONGEST_LINE = 8192


@dataclass(frozen=True)
class Deadline:
    """The moment, on the monotonic clock, at which an endpoint has had its time."""

    at: float
    seconds: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        return cls(monotonic() + seconds, seconds)

    def left(self) -> float:
        """Seconds that are left; `TimeIsUp` where none are."""
        left = self.at - monotonic()
        if left <= 0:
            raise TimeIsUp(f"it did not answer within {self.seconds:g} s")
        return left


class Wire:
    """A connected socket. Each call ends by the deadline: `TimeIsUp`; a lost connection is `Closed`."""

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self.socket, self.deadline = connected, deadline
        self._waiting = b""
        self._brought = 0

    def send(self, data: bytes) -> None:
        with self.bounded():
            self.socket.sendall(data)

    def some(self, at_most: int = _CHUNK) -> bytes:
        """What comes next, b"" at the end."""
        if self._waiting:
            taken, self._waiting = self._waiting[:at_most], self._waiting[at_most:]
            return taken
        with self.bounded():
            data = self.socket.recv(at_most)
        self._brought += len(data)
        if self._brought > MOST:
            raise Garbled(f"it sends more than {MOST // 1024:,} KiB")
        return data

    def exactly(self, number: int) -> bytes:
        """So many bytes; `Closed` where fewer come."""
        data = b""
        while len(data) < number:
            more = self.some(number - len(data))
            if not more:
                raise Closed("it closed the connection")
            data += more
        return data

    def line(self) -> bytes:
        """The next line, without its end."""
        data = b""
        while b"\n" not in data:
            if len(data) > _LONGEST_LINE:
                raise Garbled("it sends a line without an end")
            more = self.some()
            if not more:
                raise Closed("it closed the connection")
            data += more
        line, _, rest = data.partition(b"\n")
        self._waiting = rest + self._waiting
        return line.rstrip(b"\r")

    def refuse_leftovers(self) -> None:
        """`Garbled` where plain text waits behind the answer after which TLS begins: it could have been slipped in."""
        if self._waiting:
            raise Garbled("plain text follows the answer after which encryption begins")

    @contextmanager
    def bounded(self) -> Iterator[None]:
        """Run one call on the socket within what is left of the time."""
        self.socket.settimeout(self.deadline.left())
        try:
            yield
        except TimeoutError:
            raise TimeIsUp(f"it did not answer within {self.deadline.seconds:g} s") from None
        except ssl.SSLError:
            raise
        except OSError as lost:
            raise Closed(f"the connection was lost ({kind_of(lost)})") from None


@contextmanager
def connected(host: str, port: int, deadline: Deadline) -> Iterator[Wire]:
    """A connection to the first address of a host that takes one; `Unconnected` where none does."""
    failure = Unconnected("its name leads to no address")
    for family, kind, protocol, _, where in _resolved(host, port, deadline):
        with socket.socket(family, kind, protocol) as made:
            try:
                made.settimeout(deadline.left())
                made.connect(where)
            except TimeoutError:
                raise TimeIsUp(f"it takes no connection within {deadline.seconds:g} s") from None
            except ConnectionRefusedError as refused:
                failure = NobodyListens(f"it takes no connection ({kind_of(refused)})")
                continue
            except OSError as lost:
                if not isinstance(failure, NobodyListens):
                    failure = Unconnected(f"it cannot be reached ({kind_of(lost)})")
                continue
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield Wire(made, deadline)
            return
    raise failure


def _resolved(host: str, port: int, deadline: Deadline) -> list[Any]:
    """Addresses of a host. The resolver knows no time limit, so a thread waits for it that nobody waits for."""
    found: Future[list[Any]] = Future()
    Thread(target=_look_up, args=(host, port, found), name="resolver", daemon=True).start()
    try:
        return found.result(timeout=deadline.left())
    except Late:
        raise TimeIsUp(f"its name was not resolved within {deadline.seconds:g} s") from None
    except (OSError, UnicodeError) as unknown:
        raise Unconnected(f"its name leads nowhere ({kind_of(unknown)})") from None


def _look_up(host: str, port: int, found: "Future[list[Any]]") -> None:
    try:
        found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except Exception as error:
        found.set_exception(error)
