"""What is known of one endpoint while it is being asked."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from clausecheck.connectors.tls.door import Door
from clausecheck.connectors.tls.failures import HungUp
from clausecheck.connectors.tls.handshakes import sni
from clausecheck.connectors.tls.hello import Agreed, offered
from clausecheck.connectors.tls.trust import Trust
from clausecheck.facts import Endpoint


@dataclass(kw_only=True)
class Visit:
    """What is known of an endpoint so far; `doubts` are the reasons why something is not."""

    door: Door
    trust: Trust
    endpoint: Endpoint
    doubts: list[str] = field(default_factory=list)

    def learn(self, **known: object) -> None:
        self.endpoint = replace(self.endpoint, **known)  # type: ignore[arg-type]  # each caller names fields of it

    def agreed(self, version: str, suites: Sequence[int]) -> Agreed | None:
        """What the server would use. Some refuse by hanging up; twice in a row is no accident of the network."""
        for _ in range(2):
            with suppress(HungUp), self.door.upgraded() as wire:
                return offered(wire, version, suites, sni(self.door.address))
        return None
