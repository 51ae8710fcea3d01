"""The certificate that a server shows, its chain verified against the authorities, and all that is wrong with it.

Verified by pyOpenSSL rather than by the standard library, which stops at the first fault, judges by the machine's clock
and tells nothing of stapled answers.
"""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from clausecheck.connectors.tls.failures import Closed
from clausecheck.connectors.tls.flaws import flaw_of, own_flaws, signature_of, strength_of
from clausecheck.connectors.tls.handshakes import Unfinished, sni
from clausecheck.connectors.tls.trust import Trust
from clausecheck.connectors.tls.wire import Wire
from clausecheck.facts import Certificate
from clausecheck.redaction import kind_of
from clausecheck.targets.addresses import Address


@dataclass(kw_only=True)
class Shown:
    """What one handshake brings to light; it fills while it runs. `doubts` are reasons why a flaw may be none."""

    trust: Trust
    flaws: set[str] = field(default_factory=set)
    doubts: set[str] = field(default_factory=set)
    stapled: bool = False

    def verify(self, _connection: object, x509: Any, number: int, _depth: int, right: int) -> bool:
        """OpenSSL asks for each certificate and each fault; it goes on, so that every fault is heard of."""
        if not right:
            flaw, doubt = flaw_of(number, x509.to_cryptography(), self.trust)
            self.flaws |= {flaw} if flaw else set()
            self.doubts |= {doubt} if doubt else set()
        return True

    def staple(self, there: bool) -> None:
        self.stapled = there


@dataclass(frozen=True, kw_only=True)
class Chain:
    """A certificate, whether the server stapled an answer about it, and why it cannot be judged in full, or ""."""

    certificate: Certificate
    stapled: bool
    doubt: str


def chain(wire: Wire, address: Address, trust: Trust) -> Chain:
    """The chain that is shown on this connection; `Unfinished`, `Closed` or `TimeIsUp` where none is."""
    shown = Shown(trust=trust)
    with _shaken(wire, address, shown) as connection:
        presented = [one.to_cryptography() for one in connection.get_peer_cert_chain() or ()]
        if not presented:
            raise Unfinished("it shows no certificate")
        shown.flaws |= own_flaws(presented, address)
    return Chain(
        certificate=_certificate(presented[0], shown, trust.as_of),
        stapled=shown.stapled,
        doubt="; ".join(sorted(shown.doubts)),
    )


def _certificate(leaf: Any, shown: Shown, as_of: datetime) -> Certificate:
    if "self_signed" in shown.flaws:
        shown.flaws.discard("unknown_authority")
    return Certificate(
        begins=leaf.not_valid_before_utc,
        ends=leaf.not_valid_after_utc,
        days_left=(leaf.not_valid_after_utc - as_of) // timedelta(days=1),
        key=strength_of(leaf.public_key())[0],
        signature=signature_of(leaf),
        flaws=tuple(sorted(shown.flaws)),
    )


@contextmanager
def _shaken(wire: Wire, address: Address, shown: Shown) -> Iterator[Any]:
    from OpenSSL import SSL

    connection = SSL.Connection(shown.trust.context, wire.socket)
    connection.set_verify(SSL.VERIFY_PEER, shown.verify)
    connection.set_app_data(shown.staple)
    connection.request_ocsp()
    if name := sni(address):
        connection.set_tlsext_host_name(name.encode("ascii"))
    connection.set_connect_state()
    while not _step(connection, wire):
        pass
    yield connection


def _step(connection: Any, wire: Wire) -> bool:
    """One step of the handshake; whether it is over."""
    from OpenSSL import SSL

    wire.socket.settimeout(0)
    try:
        connection.do_handshake()
    except (SSL.WantReadError, SSL.WantWriteError) as wanted:
        _wait(wire, select.POLLIN if isinstance(wanted, SSL.WantReadError) else select.POLLOUT)
        return False
    except (SSL.SysCallError, SSL.ZeroReturnError, OSError) as lost:
        raise Closed(f"the connection was lost ({kind_of(lost)})") from None
    except SSL.Error as failure:
        raise Unfinished(f"the handshake fails ({kind_of(failure)})") from None
    return True


def _wait(wire: Wire, event: int) -> None:
    """Until the socket is ready; `TimeIsUp` where it is not in time. poll, for select knows 1,024 sockets only."""
    waiting = select.poll()
    waiting.register(wire.socket, event)
    while not waiting.poll(wire.deadline.left() * 1000):
        wire.deadline.left()
