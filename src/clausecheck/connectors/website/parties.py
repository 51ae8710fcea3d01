"""Whose a host is: two hosts are of one party where they have the same registrable domain.

That domain is the one below a public suffix, by the Public Suffix List (publicsuffix.org), as browsers decide it for
cookies. An address, and a name that has no domain, is a party of its own.
"""

from functools import cache
from ipaddress import ip_address
from typing import Any


def is_first_party(host: str, site: str) -> bool:
    """Whether `host` belongs to whom the host `site` does."""
    return registrable(host) == registrable(site)


@cache
def registrable(host: str) -> str:
    """`shop.example` of `www.shop.example`."""
    name = host.rstrip(".").lower()
    if _is_address(name):
        return name
    return _suffixes().privatesuffix(name) or name


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@cache
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()
