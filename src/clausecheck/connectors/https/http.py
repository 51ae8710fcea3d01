"""One question over HTTP: bounded in time and bytes, verified, and never sent on to another host."""

import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from clausecheck.connectors.https.answers import text
from clausecheck.connectors.https.deadlines import UNTIL, obey_deadlines
from clausecheck.connectors.https.failures import Unanswered, broken
from clausecheck.connectors.https.hearing import tell
from clausecheck.errors import CannotVerify
from clausecheck.targets.model import System

MOST_BYTES = 10 * 2**20
"""Of one answer: a page of a thousand users is a tenth of it."""
_HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A status, the headers by lower-case name, and the JSON that came: `None` where the body was empty, and of a
    refusal the provider's own code alone.
    """

    status: int
    headers: Mapping[str, str]
    data: Any = None


def client_of(system: System) -> Any:
    """An httpx client that verifies, follows nothing, and stays within the system's time limit."""
    import httpx

    client = httpx.Client(verify=_context(system), timeout=system.time_limit, follow_redirects=False)
    obey_deadlines(client)
    tell(client, system.name, system.heard)
    return client


def root_of(system: System, default: str = "") -> str:
    """The `url` of a system without its last slash. `CannotVerify` for plain HTTP to another machine."""
    url = str(system.settings.get("url") or default).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE):
        return url
    raise CannotVerify(
        f"system {system.name}: its URL asks for plain text, in which credentials would be readable",
        remedy="use https://",
    )


def same_origin(one: str, other: str) -> bool:
    return urlsplit(one)[:2] == urlsplit(other)[:2]


def asked(client: Any, method: str, url: str, *, until: float, seconds: float, **more: Any) -> Answer:
    """The whole answer. `Unanswered` where that fails, ends too late (`until`, monotonic) or is too long."""
    UNTIL.set(until)
    try:
        with client.stream(method, url, **more) as response:
            body = _body(response, until)
            headers = {name.lower(): value for name, value in response.headers.items()}
            status: int = response.status_code
    except Unanswered:
        raise
    except Exception as error:
        raise broken(error, seconds) from None
    return Answer(status=status, headers=headers, data=_json(body) if status < 300 else _code(body))


def _body(response: Any, until: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MOST_BYTES:
            raise Unanswered(f"its answer is longer than {MOST_BYTES // 2**20} MB")
        if time.monotonic() > until:
            raise Unanswered("its answer did not end in time", is_silence=True)
    return bytes(body)


def _code(body: bytes) -> str:
    """The code of a refusal as Microsoft writes it; "" where there is none."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return text(data, "error", "code")


def _json(body: bytes) -> Any:
    if not body:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Unanswered("its answer is no JSON that can be read") from None


def _context(system: System) -> ssl.SSLContext:
    named = str(system.settings.get("ca_file") or "")
    path = Path(system.folder) / named
    if named and not path.is_file():
        raise CannotVerify(
            f"system {system.name}: there is no file where ca_file says", remedy="correct ca_file in the target"
        )
    context = ssl.create_default_context(cafile=str(path) if named else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
