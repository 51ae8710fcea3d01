"""AWS accounts in moto, behind a front of their own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from clausecheck.connectors.aws import close_all
from clausecheck.connectors.protocol import Context
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System
from fixtures.worlds.aws import fronted
from fixtures.worlds.aws_front import Front
from fixtures.worlds.servers import Missing

World = Callable[..., tuple[System, Front]]


@pytest.fixture
def context() -> Context:
    now = datetime.now(UTC)
    return Context(as_of=now, clock=now, pseudonyms=Pseudonyms(b"key"), time_zone="America/New_York")


@pytest.fixture
def world() -> Iterator[World]:
    """A function that builds an account from a world's words, and gives its system and its front."""
    with ExitStack() as stack:
        stack.callback(close_all)

        def made(
            *, time_limit: float = 30.0, settings: dict[str, Any] | None = None, **part: Any
        ) -> tuple[System, Front]:
            front = stack.enter_context(_fronted(part))
            regions = part.get("regions", ["us-east-1"])
            told = {"regions": regions, "endpoint_url": front.url, **(settings or {})}
            return System(name=f"cloud-{uuid4().hex[:6]}", kind="aws", settings=told, time_limit=time_limit), front

        yield made


@contextmanager
def _fronted(part: dict[str, Any]) -> Iterator[Front]:
    try:
        with fronted(part) as front:
            yield front
    except Missing as missing:
        pytest.skip(str(missing))
