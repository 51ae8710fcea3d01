"""Endpoints that nobody wants to meet: bounded in time and memory, told as unreadable, the others unaffected."""

import socket
import tracemalloc
from contextlib import contextmanager, suppress
from threading import Thread
from time import monotonic

import pytest

from clausecheck.connectors.tls import told, trusting
from clausecheck.connectors.tls.failures import Garbled, Unanswered
from clausecheck.connectors.tls.web import answers, hsts, serves_plain
from clausecheck.connectors.tls.wire import Deadline, Wire, connected
from clausecheck.facts import Endpoint, Unreadable
from clausecheck.targets.addresses import address_of
from fixtures.worlds.servers.authorities import authority
from fixtures.worlds.servers.hostile import MANNERS, hostile

SCHEMES = ("https", "smtp", "imap", "ldap", "postgres", "mysql")
LIMIT = 0.6


@pytest.mark.parametrize("manner", MANNERS)
def test_hostile_endpoints_are_unreadable_within_one_time_limit(manner, as_of):
    with hostile(manner) as server:
        addresses = [address_of(server.url.replace("tls:", f"{scheme}:")) for scheme in SCHEMES]
        trust, begun = trusting([], as_of=as_of, clock=as_of), monotonic()
        tracemalloc.start()
        found = told(addresses, trust, LIMIT)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert monotonic() - begun < LIMIT * 4
    assert most < 30 << 20
    assert all(isinstance(one, Unreadable) and one.why for one in found.values())


def test_a_hung_endpoint_costs_its_limit_once_and_the_others_nothing(build, as_of):
    good = build("nginx")
    with hostile("silent") as server:
        hung = [address_of({"url": server.url, "server_name": f"h{number}.example"}) for number in range(40)]
        trust, begun = trusting([authority().file], as_of=as_of, clock=as_of), monotonic()
        found = told([*hung, address_of(good)], trust, 2)
        took = monotonic() - begun
    assert took < 2 * 2, "once for all of them, and not once for each question"
    assert sum(isinstance(one, Unreadable) for one in found.values()) == 40
    assert isinstance(found[address_of(good)], Endpoint)
    assert not found[address_of(good)].untold


def test_an_endpoint_that_hangs_later_keeps_what_was_told(as_of, build):
    """Plain HTTP that never answers: everything before it is known, and the endpoint is not taken for good."""
    entry = build("nginx")
    with hostile("silent") as silent:
        address = address_of({**entry, "http": silent.port})
        trust = trusting([authority().file], as_of=as_of, clock=as_of)
        (one,) = told([address], trust, 3).values()
    assert one.accepted == ("1.2", "1.3")
    assert one.plain_text is None
    assert "did not answer within 3 s" in one.untold


@contextmanager
def website(*answer, endless=b""):
    """A server whose every answer is the same, and may never end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=_serving, args=(listening, b"".join(answer), endless), daemon=True).start()
        yield listening.getsockname()[1]
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def _serving(listening, answer, endless):
    while True:
        try:
            met, _ = listening.accept()
        except OSError:
            return
        with met, suppress(OSError):
            met.recv(10_000)
            met.sendall(answer.replace(b"PORT", str(listening.getsockname()[1]).encode()))
            while endless:
                met.sendall(endless)


def plainly(port):
    address = address_of({"url": "https://127.0.0.1:1", "server_name": "portal.example", "http": port})
    return serves_plain(address, Deadline.after(3))


@pytest.mark.parametrize(
    ("answer", "plain"),
    [
        (b"HTTP/1.1 301 Moved\r\nLocation: https://portal.example/\r\n\r\n", False),
        (b"HTTP/1.0 308 Moved\r\nlocation: HTTPS://elsewhere.example\r\n\r\n", False),
        (b"HTTP/1.1 301 Moved\r\nLocation: //portal.example:PORT/a\r\n\r\n", True),
        (b"HTTP/1.1 302 Found\r\nLocation: /again\r\n\r\n", True),
        (b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\n\r\n", True),
        (b"HTTP/1.1 302 Found\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nLocation: https://portal.example/\r\n\r\n", True),
        (b"HTTP/1.1 403 No\r\n\r\n", True),
        (b"HTTP/1.1 302 Found\r\nLocation: ftp://portal.example/\r\n\r\n", True),
        (b"HTTP/1.1 302 Found\r\nLocation: http://portal.example:PORT/\xc3\x28\xff\r\n\r\n", True),
    ],
)
def test_where_plain_http_leads(answer, plain):
    with website(answer) as port:
        assert plainly(port) is plain


def test_nobody_listening_serves_nothing():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert plainly(port) is False


@pytest.mark.parametrize(
    ("answer", "endless"),
    [
        (b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65536),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 5000),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2000),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[::1/\r\n\r\n", b""),
        (b"HTTP/1.1 302 Found\r\nLocation: http://h:99999999/\r\n\r\n", b""),
        (b"\xff\xfe\x00\x01 nonsense\r\n\r\n", b""),
        (b"", b""),
    ],
)
def test_endless_or_senseless_answers_of_a_website_tell_nothing(answer, endless):
    with website(answer, endless=endless) as port:
        tracemalloc.start()
        with pytest.raises(Unanswered):
            plainly(port)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 8 << 20


@pytest.mark.parametrize(
    ("header", "age"),
    [
        (b"Strict-Transport-Security: max-age=31536000; includeSubDomains", 31536000),
        (b'strict-transport-security: preload; MAX-AGE="60"', 60),
        (b"Strict-Transport-Security: max-age=0", 0),
        (b"Strict-Transport-Security: max-age=-1", 0),
        (b"Strict-Transport-Security: includeSubDomains", 0),
        (b"Strict-Transport-Security: xmax-age=5", 0),
        (b"Strict-Transport-Security: max-age=0\r\nStrict-Transport-Security: max-age=9", 0),
        (b"X-Other: max-age=9", 0),
    ],
)
def test_the_header_counts_as_browsers_read_it(header, age):
    with website(b"HTTP/1.1 404 Gone\r\n" + header + b"\r\n\r\n") as port:
        address = address_of(f"https://127.0.0.1:{port}")
        with connected("127.0.0.1", port, Deadline.after(3)) as wire:
            assert hsts(wire, address) == age


def test_a_port_of_plain_http_that_speaks_something_else_is_no_website():
    with (
        website(b"SSH-2.0-Open\r\n") as port,
        connected("127.0.0.1", port, Deadline.after(3)) as wire,
        pytest.raises(Garbled),
    ):
        answers(wire, address_of(f"http://127.0.0.1:{port}"))


def test_a_connection_may_bring_so_much_and_no_more():
    with (
        hostile("endless") as server,
        connected("127.0.0.1", server.port, Deadline.after(5)) as wire,
        pytest.raises(Garbled, match="more than"),
    ):
        _read_on(wire)


def _read_on(wire: Wire):
    while True:
        wire.some()
