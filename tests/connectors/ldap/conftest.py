"""Directories in slapd, as worlds build them."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest

from clausecheck.connectors.protocol import Context
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System
from fixtures.worlds.directory import built
from fixtures.worlds.servers import Missing

AS_OF = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def context() -> Context:
    return Context(as_of=AS_OF, clock=AS_OF, pseudonyms=Pseudonyms(b"key"), time_zone="America/New_York")


@pytest.fixture
def directory() -> Iterator[Any]:
    """A function from a world's words to the system that reads it; keyword `settings` changes that system."""
    with ExitStack() as stack:

        def made(*, time_limit: float = 10.0, settings: dict[str, Any] | None = None, **part: Any) -> System:
            try:
                told = stack.enter_context(built(part))
            except Missing as missing:
                pytest.skip(str(missing))
            told["password"] = os.environ[told["password"].strip("${}")]
            told = {key: value for key, value in {**told, **(settings or {})}.items() if key != "kind"}
            return System(name="staff", kind="ldap", settings=told, time_limit=time_limit)

        yield made
