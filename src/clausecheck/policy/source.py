"""Fetches a published policy from a file or an address on the web."""

import re
import ssl
import time
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from typing import IO, NoReturn
from urllib.parse import urlsplit

from clausecheck.errors import PolicyError, Problem
from clausecheck.redaction import kind_of

LARGEST = 10 * 1024 * 1024
"""Bytes."""
TIME_LIMIT = 30.0
"""Seconds, for the whole answer."""

_META_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_CHUNK = 64 * 1024


def published_text(source: str | Path) -> str:
    """The text at a path or an http(s) address; `PolicyError` where it cannot be read."""
    name = shown_source(source)
    if isinstance(source, str) and "://" in source:
        content, charset = _fetched(source, name)
    else:
        content, charset = _file(Path(source), name), ""
    return _text(content, charset, name)


def shown_source(source: str | Path) -> str:
    """What messages call it: an address without user, password, query and fragment."""
    if not isinstance(source, str) or "://" not in source:
        return str(source)
    parts = urlsplit(source)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _file(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            _fail("is a folder; a text or HTML file is wanted", name)
        with path.open("rb") as stream:
            return _bounded(stream, name)
    except FileNotFoundError:
        _fail("there is no such file", name)
    except OSError as error:
        _fail(f"cannot be read ({error.strerror or kind_of(error)})", name)


class _SameSecurity(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never from https to http: the answer would be anybody's."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        if req.type == "https" and not newurl.lower().startswith("https:"):
            raise urllib.error.URLError("redirected from https to http")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _fetched(url: str, name: str) -> tuple[bytes, str]:
    if urlsplit(url).scheme.lower() not in {"http", "https"}:
        _fail("only http and https addresses are read", name)
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _SameSecurity(),
    ):
        opener.add_handler(handler)
    headers = {"User-Agent": "clausecheck", "Accept": "text/html, text/plain"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - only http(s) comes here
    try:
        with opener.open(request, timeout=TIME_LIMIT) as answer:
            return _bounded(answer, name), answer.headers.get_content_charset() or ""
    except urllib.error.HTTPError as error:
        error.close()
        _fail(f"cannot be read: the server answered {error.code}", name)
    except urllib.error.URLError as error:
        why = error.reason if isinstance(error.reason, str) else kind_of(error.reason)
        _fail(f"cannot be read ({why})", name)
    except (OSError, ValueError) as error:
        _fail(f"cannot be read ({kind_of(error)})", name)


def _bounded(stream: IO[bytes], name: str) -> bytes:
    """Everything, unless it is too much or takes too long."""
    deadline = time.monotonic() + TIME_LIMIT
    content = bytearray()
    while chunk := stream.read1(_CHUNK) if hasattr(stream, "read1") else stream.read(_CHUNK):
        content += chunk
        if len(content) > LARGEST:
            _fail(f"is larger than {LARGEST // 1024 // 1024} MB", name)
        if time.monotonic() > deadline:
            _fail(f"did not arrive within {TIME_LIMIT:.0f} seconds", name)
    return bytes(content)


def _text(content: bytes, charset: str, name: str) -> str:
    meta = _META_CHARSET.search(content[:4096])
    try:
        return content.decode(charset or (meta[1].decode() if meta else "utf-8-sig"))
    except (UnicodeDecodeError, LookupError):
        _fail(f"is not text in {charset or (meta[1].decode() if meta else 'UTF-8')}", name)


def _fail(message: str, name: str) -> NoReturn:
    raise PolicyError([Problem(message=message, file=name)])
