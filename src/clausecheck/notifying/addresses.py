"""Webhooks as the command line or the environment names them.

An address of a webhook is a secret: whoever has it may post. So it belongs into the environment, and only its host is
ever shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from urllib.parse import urlsplit

from clausecheck.errors import CommandError

VARIABLE = "CLAUSECHECK_NOTIFY"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SCHEMES = {"https": "json", "http": "json", "slack+https": "slack", "slack+http": "slack"}


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """Where a notice goes and in which form, "json" or "slack"; `host` is what may be shown of it."""

    url: str = field(repr=False)
    form: str
    host: str


def webhooks(given: Iterable[str], environ: Mapping[str, str]) -> tuple[Webhook, ...]:
    """Those of `--notify`, then those of `CLAUSECHECK_NOTIFY`, parted by white space; each once.

    Raises `CommandError` for an address that is none, one that would travel in plain text, and a missing library.
    """
    found = dict.fromkeys([*given, *environ.get(VARIABLE, "").split()])
    hooks = tuple(_webhook(address) for address in found)
    if hooks and find_spec("httpx") is None:
        raise CommandError('--notify: a library is missing; install it with: pip install "clausecheck[notify]"')
    return hooks


def _webhook(address: str) -> Webhook:
    scheme, parted, rest = address.partition("://")
    form = _SCHEMES.get(scheme.lower())
    if form is None or not parted:
        raise CommandError("--notify: an address begins with https:// or slack+https://; this one does not")
    url = f"{scheme.lower().removeprefix('slack+')}://{rest}"
    host = _host(url)
    if url.startswith("http:") and host not in _LOOPBACK:
        raise CommandError(f"--notify: a webhook of {host} would be told in plain text; write https://")
    return Webhook(url=url, form=form, host=host)


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise CommandError("--notify: an address could not be read; it is https://host/path") from None
    if not parts.hostname:
        raise CommandError("--notify: an address names no host; it is https://host/path")
    return parts.hostname
