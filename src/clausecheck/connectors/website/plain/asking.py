"""One question over plain HTTP: verified, bounded in time and size, and never followed to another site."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from clausecheck.connectors.website.cookies import SetCookie, set_cookie
from clausecheck.connectors.website.parties import is_first_party
from clausecheck.connectors.website.settings import Site
from clausecheck.connectors.website.trust import loopback, verification
from clausecheck.redaction import kind_of

if TYPE_CHECKING:
    import httpx

_HOPS: Final = 10
_MOST: Final = 5_000_000
"""Bytes of a body that are read."""


class Unanswered(Exception):
    """Nothing that could be read came back, in words that may be shown."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back in the end, after redirects within the site. `charset` is what the header says, or ""."""

    status: int
    address: str
    body: bytes = field(repr=False)
    charset: str
    cookies: tuple[SetCookie, ...]
    hosts: tuple[str, ...]


@asynccontextmanager
async def client(site: Site, **headers: str) -> AsyncIterator["httpx.AsyncClient"]:
    """A client that keeps no cookies of an earlier one. `CannotVerify` where the authority's file cannot be read."""
    import httpx

    context, seconds = verification(site), httpx.Timeout(site.time_limit)
    async with httpx.AsyncClient(
        transport=_transport(context), timeout=seconds, headers=headers, auth=site.sign_in
    ) as made:
        yield made


async def asked(http: "httpx.AsyncClient", site: Site, path: str, *, body: bool = True) -> Answer:
    """GET a path of the site. `Unanswered` where that takes longer than the time limit, in all."""
    try:
        async with asyncio.timeout(site.time_limit):
            return await _followed(http, site, urljoin(site.origin, path), body=body)
    except TimeoutError:
        raise Unanswered(f"no whole answer within {site.time_limit:g} s") from None
    except Unanswered:
        raise
    except Exception as error:
        raise Unanswered(f"no answer that could be read ({kind_of(error)})") from None


async def _followed(http: "httpx.AsyncClient", site: Site, url: str, *, body: bool) -> Answer:
    cookies: list[SetCookie] = []
    hosts: list[str] = []
    for _ in range(_HOPS):
        host = urlsplit(url).hostname or ""
        if not is_first_party(host, site.host):
            raise Unanswered("it led to another site")
        async with http.stream("GET", url) as answer:
            hosts.append(host)
            cookies += filter(None, (set_cookie(line, host) for line in answer.headers.get_list("set-cookie")))
            if not answer.has_redirect_location:
                content = await _read(answer) if body else b""
                return Answer(
                    status=answer.status_code, address=url, body=content, charset=answer.charset_encoding or "",
                    cookies=tuple(cookies), hosts=tuple(dict.fromkeys(hosts)),
                )  # fmt: skip
            url = urljoin(url, answer.headers["location"])
    raise Unanswered("it redirects without an end")


async def _read(answer: "httpx.Response") -> bytes:
    content = bytearray()
    async for chunk in answer.aiter_bytes():
        content += chunk
        if len(content) > _MOST:
            raise Unanswered(f"it is larger than {_MOST:,} bytes")
    return bytes(content)


def _transport(context: ssl.SSLContext) -> Any:
    import httpx

    class Loopback(httpx.AsyncHTTPTransport):
        """Names below localhost lead to this machine, under their own name."""

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            host = request.url.host
            if loopback(host) != host:
                request.extensions = {**request.extensions, "sni_hostname": host}
                request.url = request.url.copy_with(host=loopback(host))
            return await super().handle_async_request(request)

    return Loopback(verify=context)
