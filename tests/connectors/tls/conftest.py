"""Endpoints that a world builds, and the connector's answer about one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest

from clausecheck.connectors.tls import told, trusting
from clausecheck.targets.addresses import address_of
from fixtures.worlds import tls as world
from fixtures.worlds.servers import Missing
from fixtures.worlds.servers.authorities import authority

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def as_of() -> datetime:
    return AS_OF


@pytest.fixture
def ask() -> Callable[..., Any]:
    """What the connector tells of one entry of `endpoints:`: an `Endpoint` or an `Unreadable`."""

    def asked(entry: object, *, seconds: float = 5, as_of: datetime = AS_OF, clock: datetime = AS_OF) -> Any:
        trust = trusting([authority().file], as_of=as_of, clock=clock)
        return next(iter(told([address_of(entry)], trust, seconds).values()))

    return asked


@pytest.fixture
def build() -> Iterator[Callable[..., Any]]:
    """Builds one endpoint, which stands until the test ends; gives its entry of `endpoints:`."""
    with ExitStack() as stack:

        def built(server: str, **described: Any) -> Any:
            try:
                return stack.enter_context(world.built({"one": {"server": server, **described}}))["endpoints"][0]
            except Missing as missing:
                pytest.skip(str(missing))

        yield built
