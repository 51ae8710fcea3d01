"""Identity providers of worlds, and the systems that read them."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest

from clausecheck.connectors.protocol import Context
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System

AS_OF = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def context() -> Context:
    return Context(as_of=AS_OF, clock=AS_OF, pseudonyms=Pseudonyms(b"key"), time_zone="America/New_York")


@pytest.fixture
def provider() -> Iterator[Any]:
    """A function from a kind and a world's words to the system that reads it, and the front that it asks."""
    with ExitStack() as stack:

        def made(kind: str, *, time_limit: float = 10.0, settings: dict[str, Any] | None = None, **part: Any) -> Any:
            world = import_module(f"fixtures.worlds.providers.{kind}")
            front = stack.enter_context(world.fronted(part))
            told = {key: _expanded(value) for key, value in world.system_of(front, part).items() if key != "kind"}
            return System(name="staff", kind=kind, settings={**told, **(settings or {})}, time_limit=time_limit), front

        yield made


def _expanded(value: Any) -> Any:
    return os.environ[value.strip("${}")] if isinstance(value, str) and value.startswith("${") else value


def read(system: System, context: Context, fact: str = "administrators") -> Any:
    return import_module(f"clausecheck.connectors.identity.{system.kind}").FACTS[fact](system, context)
