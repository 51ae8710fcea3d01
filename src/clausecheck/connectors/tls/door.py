"""One endpoint, knocked at as often as there are questions, all of them within one time limit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from clausecheck.connectors.tls.handshakes import shaken
from clausecheck.connectors.tls.protocols import PROTOCOLS, Protocol
from clausecheck.connectors.tls.wire import Deadline, Wire, connected
from clausecheck.targets.addresses import Address


@dataclass(frozen=True, kw_only=True)
class Door:
    """What `opened`, `upgraded` and `secured` yield is a connection: fresh, where TLS begins, and encrypted."""

    address: Address
    deadline: Deadline

    @property
    def protocol(self) -> Protocol:
        return PROTOCOLS[self.address.scheme]

    @contextmanager
    def opened(self) -> Iterator[Wire]:
        with connected(self.address.host, self.address.port, self.deadline) as wire:
            yield wire

    @contextmanager
    def upgraded(self) -> Iterator[Wire]:
        with self.opened() as wire:
            self.protocol.upgrade(wire, self.address)
            yield wire

    @contextmanager
    def secured(self) -> Iterator[Wire]:
        with self.upgraded() as wire, shaken(wire, self.address) as (inner, _):
            yield inner

    def plain_text(self) -> bool | None:
        """Whether it serves without encryption too; `None` where it does not say."""
        return self.protocol.plain(self.opened, self.secured, self.address)
