"""How each protocol comes to TLS, and what it does without: one module each."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from clausecheck.connectors.tls.protocols import imap, ldap, mysql, postgres, smtp
from clausecheck.connectors.tls.wire import Wire
from clausecheck.targets.addresses import Address

Opening = Callable[[], AbstractContextManager[Wire]]


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """`upgrade` brings a fresh connection to where TLS begins; `NotOffered` where it never does.

    `plain(opened, secured, address)` tells whether the endpoint serves without encryption too, `None` where that cannot
    be told: `opened` makes a fresh connection, `secured` an encrypted one.
    """

    upgrade: Callable[[Wire, Address], None]
    plain: Callable[[Opening, Opening, Address], bool | None]


def _at_once(_wire: Wire, _address: Address) -> None:
    """TLS begins with the first byte."""


def _never(_opened: Opening, _secured: Opening, _address: Address) -> bool:
    """A port that expects a handshake at once understands nothing else."""
    return False


_IMPLICIT = Protocol(upgrade=_at_once, plain=_never)
PROTOCOLS: Final[Mapping[str, Protocol]] = {
    "https": _IMPLICIT,
    "tls": _IMPLICIT,
    "smtps": _IMPLICIT,
    "imaps": _IMPLICIT,
    "ldaps": _IMPLICIT,
    "smtp": Protocol(upgrade=smtp.upgrade, plain=smtp.plain),
    "imap": Protocol(upgrade=imap.upgrade, plain=imap.plain),
    "ldap": Protocol(upgrade=ldap.upgrade, plain=ldap.plain),
    "postgres": Protocol(upgrade=postgres.upgrade, plain=postgres.plain),
    "mysql": Protocol(upgrade=mysql.upgrade, plain=mysql.plain),
}
"""By the scheme of an endpoint. `http` is not among them: it comes to no TLS."""
