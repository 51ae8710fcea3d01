"""Endpoints of a network, as a target writes them: `host:443`, `smtp://host:587`, `{url, http, server_name}`."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urlsplit

PORTS: Final[Mapping[str, int]] = {
    "https": 443, "http": 80, "tls": 0, "smtp": 25, "smtps": 465, "imap": 143, "imaps": 993,
    "ldap": 389, "ldaps": 636, "postgres": 5432, "mysql": 3306,
}  # fmt: skip
"""The protocols that an endpoint may speak, and the port of each; `tls` has none of its own."""
_SAME: Final = {"postgresql": "postgres", "mariadb": "mysql"}
_NAME = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?")
_PASSWORD = re.compile(r"^([\w+.-]+://[^:/@]*):[^@]*@")
_PLAIN_PORT_OF = {443: 80}


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where to knock. `server_name` is the name that the certificate has to be for, the host where nothing else is
    said. `http` is the port that answers plain HTTP for this website; 0 where none belongs to it. `user` and
    `database` are whom PostgreSQL is asked for.
    """

    scheme: str
    host: str
    port: int
    server_name: str
    http: int = 0
    user: str = field(default="", repr=False)
    database: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        """`https://portal.example:443`: nothing else of a URL is ever shown."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether it is this very machine, by name or address."""
        return is_loopback(self.host)


def is_address(host: str) -> bool:
    """Whether a host is given as an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine, by name or address."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def address_of(entry: object) -> Address:
    """The address of one entry of `endpoints:` or of a link. `ValueError` says what is wrong, without repeating it."""
    if isinstance(entry, Mapping):
        return _address(str(entry.get("url", "")), str(entry.get("server_name", "")), _port(entry.get("http", 0)))
    return _address(str(entry), "", 0)


def _port(written: object) -> int:
    number = str(written)
    if not (number.isascii() and number.isdigit() and int(number) < 1 << 16):
        raise ValueError("its `http` is no port")
    return int(number)


def _address(url: str, server_name: str, http: int) -> Address:
    parts, port = _split(url)
    scheme = _SAME.get(parts.scheme, parts.scheme)
    if scheme == "tls" and port == PORTS["https"]:
        scheme = "https"
    if scheme not in PORTS:
        raise ValueError(f"its protocol is none of those known: {', '.join(PORTS)}")
    host, port = _ascii(parts.hostname or ""), port or PORTS[scheme]
    if not (_NAME.fullmatch(host) or is_address(host)):
        raise ValueError("it names no host, as host:443 or smtp://host:587 would")
    if not port:
        raise ValueError("it names no port, as host:8443 would")
    return Address(
        scheme=scheme, host=host, port=port, server_name=server_name or host,
        http=(http or _PLAIN_PORT_OF.get(port, 0)) if scheme == "https" else 0,
        user=parts.username or "", database=parts.path.strip("/"),
    )  # fmt: skip


def _ascii(host: str) -> str:
    """The name as resolvers and certificates have it; "" where there is no such form."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def without_password(url: str) -> str:
    """The URL without the password in it, which ends at the first @, as SQLAlchemy has it: it may hold a slash."""
    return _PASSWORD.sub(r"\1@", url)


def _split(url: str) -> tuple[SplitResult, int]:
    url = without_password(url)
    try:
        return (parts := urlsplit(url if "://" in url else f"tls://{url}")), parts.port or 0
    except ValueError:
        raise ValueError("it is no host and port, as host:443 or smtp://host:587 would be") from None
