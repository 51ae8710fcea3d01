"""Sites that a test writes byte by byte, and systems that lead to them."""

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Any

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.website import FACTS, expect
from clausecheck.facts import NO_CHOICE, Population
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System

Answers = Callable[[socket.socket, str, Event], None]
"""Answers one request: the connection, its path, and an event that ends whatever would go on for ever."""


@contextmanager
def answering(answer: Answers, *, wrap: Callable[[socket.socket], socket.socket] | None = None) -> Iterator[int]:
    """A server on a free port of 127.0.0.1 that answers every connection's first request so."""
    over = Event()

    def one(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            opened = wrap(connection) if wrap else connection
            with opened:
                opened.settimeout(10)
                head = opened.recv(65536).decode("latin-1")
                answer(opened, head.split(" ")[1] if head.count(" ") > 1 else "", over)

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            Thread(target=one, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        thread = Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def page(html: str, *headers: str) -> Answers:
    """One page, whatever is asked for."""

    def answer(connection: socket.socket, _path: str, _over: Event) -> None:
        body = html.encode()
        lines = ["HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", f"Content-Length: {len(body)}", *headers]
        connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)

    return answer


def system(url: str, **settings: Any) -> System:
    """A website as a target describes it; `time_limit` and `folder` are the system's own."""
    own = {name: settings.pop(name) for name in ("time_limit", "folder") if name in settings}
    said = {"url": url, "settle_seconds": "0.2", **settings}
    return System(name="portal", kind="website", settings=said, **{"time_limit": 30.0, **own})


def told(
    fact: str, of: System, states: Sequence[str] = (NO_CHOICE,), exhibits: dict[str, bytes] | None = None
) -> Population[Any]:
    """The fact about this site, of these states alone; `exhibits` takes what is kept as evidence."""
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    expect(of, states)
    context = Context(as_of=moment, clock=moment, pseudonyms=Pseudonyms(b"key"), time_zone="UTC", exhibits=exhibits)
    found: Population[Any] = FACTS[fact](of, context)
    return found


def reasons(population: Population[Any]) -> str:
    return "; ".join(str(one) for one in population.unreadable)
