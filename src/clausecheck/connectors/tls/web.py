"""What a website says over HTTP: that browsers must use encryption (HSTS), and where plain HTTP leads."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

from clausecheck.connectors.tls.failures import Garbled, NobodyListens
from clausecheck.connectors.tls.wire import Deadline, Wire, connected
from clausecheck.redaction import kind_of
from clausecheck.targets.addresses import Address

_MAX_AGE = re.compile(r"""(?:^|;)\s*max-age\s*=\s*"?(\d{1,15})"?\s*(?:;|$)""", re.IGNORECASE)
_REDIRECTS = {301, 302, 303, 307, 308}
_FOLLOWED_AT_MOST = 5


def hsts(wire: Wire, address: Address) -> int:
    """The max-age, in seconds, of the header that a website sends over an encrypted connection; 0 where it sends none.

    Only the first such header counts, RFC 6797 section 8.1.
    """
    with _asked(wire, _host(address, address.port, 443), "/") as answer:
        given = _MAX_AGE.search(answer.getheader("Strict-Transport-Security", "").partition(",")[0])
        return int(given[1]) if given else 0


def serves_plain(address: Address, deadline: Deadline) -> bool:
    """Whether plain HTTP on the website's plain port leads anywhere but to https. Nobody listening is the best no.

    Redirects on the same host and port are followed a few times, others are not: a plain one elsewhere, or a loop,
    never comes to https.
    """
    path = "/"
    for _ in range(_FOLLOWED_AT_MOST):
        try:
            with (
                connected(address.host, address.http, deadline) as wire,
                _asked(wire, _host(address, address.http, 80), path) as answer,
            ):
                target = answer.getheader("Location", "") if answer.status in _REDIRECTS else ""
        except NobodyListens:
            return False
        leads = _leads(address, path, target)
        if leads.scheme == "https":
            return False
        if not target or leads.scheme != "http" or not _is_same(leads.hostname, leads.port, address):
            return True
        path = leads._replace(scheme="", netloc="", fragment="").geturl() or "/"
    return True


def answers(wire: Wire, address: Address) -> None:
    """Ask a plain HTTP server for its page; `Garbled` where it answers something else."""
    with _asked(wire, _host(address, address.port, 80), "/"):
        pass


def _leads(address: Address, path: str, target: str) -> Any:
    try:
        leads = urlsplit(urljoin(f"http://{address.server_name}:{address.http}{path}", target))
        leads.port  # noqa: B018  a port that is no number shows when it is asked for
    except ValueError:
        raise Garbled("it redirects to what is no address") from None
    return leads


def _is_same(host: str | None, port: int | None, address: Address) -> bool:
    return host in (address.server_name.lower(), address.host.lower()) and (port or 80) == address.http


def _host(address: Address, port: int, usual: int) -> str:
    """The name that is asked for, with its port where that is not the usual one."""
    name = f"[{address.server_name}]" if ":" in address.server_name else address.server_name
    return name if port == usual else f"{name}:{port}"


@contextmanager
def _asked(wire: Wire, host: str, path: str) -> Iterator[HTTPResponse]:
    """The answer to a GET, read as far as its headers, which http.client bounds in number and length."""
    path = re.sub(r"[^\x21-\x7e]", "", path)
    wire.send(
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: clausecheck\r\nConnection: close\r\n\r\n".encode("ascii")
    )
    answer = HTTPResponse(cast(Any, _Readable(wire)), method="GET")
    try:
        answer.begin()
        yield answer
    except (HTTPException, ValueError) as failure:
        raise Garbled(f"it does not answer as a website ({kind_of(failure)})") from None
    finally:
        answer.close()


class _Readable(io.RawIOBase):
    """A wire, as http.client wants to read it."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._wire.some(len(buffer))
        buffer[: len(data)] = data
        return len(data)
