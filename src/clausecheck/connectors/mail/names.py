"""Questions to the name servers of a mail domain. An answer that nobody gave is an error, never an empty one."""

import ipaddress
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import dns.exception
import dns.name
import dns.resolver

from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

PORT = 53


class Unanswered(Exception):
    """No name server answered this question: the text says how, and names no value of the answer."""


@dataclass(frozen=True, kw_only=True)
class Names:
    """The resolver of one system. `left` tells how many seconds there still are for all questions together."""

    resolver: dns.resolver.Resolver
    left: Callable[[], float]

    def texts(self, name: str) -> list[str]:
        """The TXT records of a name, each joined; none where the name or the record does not exist."""
        return [b"".join(one.strings).decode("utf-8", "replace") for one in self._asked(name, "TXT")]

    def exchangers(self, domain: str) -> list[tuple[int, str]]:
        """(preference, host) by preference; "" for a host is RFC 7505's word for no mail at all."""
        found = [(one.preference, _host(one.exchange)) for one in self._asked(domain, "MX")]
        return sorted(found)

    def addresses(self, host: str) -> list[str]:
        """IPv4 first, as more mail hosts can be reached by it."""
        return [one.address for kind in ("A", "AAAA") for one in self._asked(host, kind)]

    def exists(self, domain: str) -> bool:
        try:
            self._ask(domain, "SOA")
        except dns.resolver.NXDOMAIN:
            return False
        except dns.resolver.NoAnswer:
            return True
        return True

    def _asked(self, name: str, kind: str) -> Sequence[Any]:
        try:
            return list(self._ask(name, kind))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []

    def _ask(self, name: str, kind: str) -> dns.resolver.Answer:
        try:
            return self.resolver.resolve(name, kind, lifetime=self.left(), search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            raise
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise Unanswered(f"no name server answered for {kind} records ({kind_of(error)})") from None


def names_of(system: System) -> Names:
    """The resolver that a system names under `nameservers:`, else the machine's own."""
    given = [str(one) for one in _list(system.settings.get("nameservers"))]
    resolver = dns.resolver.Resolver(configure=not given)
    if given:
        places = [_place(one) for one in given]
        resolver.nameservers = [host for host, _ in places]
        resolver.nameserver_ports = dict(places)
    resolver.cache = dns.resolver.Cache()
    return Names(resolver=resolver, left=until(system.time_limit))


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _place(written: str) -> tuple[str, int]:
    """`192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:5353`."""
    try:
        return str(ipaddress.ip_address(written)), PORT
    except ValueError:
        host, _, port = written.rpartition(":")
        return str(ipaddress.ip_address(host.strip("[]"))), int(port)


def _host(name: dns.name.Name) -> str:
    return "" if name == dns.name.root else name.to_text(omit_final_dot=True).lower()


def until(seconds: float) -> Callable[[], float]:
    """How many seconds are left of so many, from now on; never below a hundredth."""
    end = time.monotonic() + seconds
    return lambda: max(0.01, end - time.monotonic())
