"""Where the systems of a target are reached over a network, told from their own settings."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from clausecheck.targets.addresses import Address, address_of, is_loopback, without_password
from clausecheck.targets.model import System

_NO_HOP: Final = ("aws", "ses")
"""Kinds that no link has to reach. What a cloud's account is read through is the provider's own interface, encrypted by
its clients; whether its stores refuse plain HTTP is the cloud connector's to tell."""
_ALWAYS: Final = ("mail",)
"""Kinds that lie in a network whatever their settings say."""
_AUTHORITY_FILES = ("sslrootcert", "ssl_ca")
_THE_SYSTEMS = "system"
"""What PostgreSQL calls the authorities of its machine."""


def is_networked(system: System) -> bool:
    """Whether data reach this system over a network, so that a link has to tell how: it has a host, be it this one."""
    if system.kind in _NO_HOP:
        return False
    return system.kind in (*_ALWAYS, "tls") or bool(_hosts(system))


def is_remote(system: System) -> bool:
    """Whether its own settings lead to another machine than this one."""
    if system.kind == "tls":
        return not all(address.is_local for address in addresses_of(system))
    return any(not is_loopback(host) for host in _hosts(system))


def addresses_of(system: System) -> tuple[Address, ...]:
    """Where it is reached; empty where its settings do not say. `ValueError` for a protocol or a host nobody knows."""
    if system.kind == "tls":
        listed = system.settings.get("endpoints")
        return tuple(map(address_of, listed)) if isinstance(listed, list) else ()
    url, hosts = _url(system), _hosts(system)
    if url is None or not hosts:
        return ()
    return tuple(_address(url, host) for host in hosts)


def authorities_of(system: System) -> tuple[Path, ...]:
    """The PEM files of private authorities that its settings name: `ca_file`, or in a database's URL."""
    url = _url(system)
    asked = parse_qs(url.query) if url else {}
    named = (str(system.settings.get("ca_file") or ""), *(asked.get(key, [""])[0] for key in _AUTHORITY_FILES))
    return tuple(Path(system.folder) / file for file in named if file and file != _THE_SYSTEMS)


def _address(url: SplitResult, host: str) -> Address:
    """The scheme without SQLAlchemy's driver; credentials and questions stay behind."""
    scheme = url.scheme.partition("+")[0]
    user = f"{url.username}@" if url.username else ""
    port = _port(url)
    bracketed = f"[{host}]" if ":" in host else host
    path = url.path if url.scheme.startswith("postgres") else ""
    return address_of(f"{scheme}://{user}{bracketed}{port}{path}")


def _port(url: SplitResult) -> str:
    try:
        return f":{url.port}" if url.port else ""
    except ValueError:
        raise ValueError("the port in its URL is no number") from None


def _hosts(system: System) -> tuple[str, ...]:
    """The hosts that its URL leads to. PostgreSQL's may stand in a question, and a path there is a socket's."""
    url = _url(system)
    if url is None:
        return ()
    asked = [host for value in parse_qs(url.query).get("host", ()) for host in value.split(",")]
    named = asked or [url.hostname or ""]
    return tuple(host for host in named if host and not host.startswith("/"))


def _url(system: System) -> SplitResult | None:
    settings: Mapping[str, object] = system.settings
    url = without_password(str(settings.get("url") or ""))
    try:
        return urlsplit(url) if "://" in url else None
    except ValueError:
        return None
