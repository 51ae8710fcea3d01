"""Systems on real databases, each with one table of two tickets."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sql import close_all
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System
from fixtures.worlds import servers, sql

TICKETS = [
    {"id": 1, "opened_at": "2021-02-28T23:59:00-05:00", "closed_on": "2021-03-01", "note": "first"},
    {"id": 2, "opened_at": "2021-03-01T00:00:00-05:00", "closed_on": None, "note": None},
]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture
def context() -> Context:
    now = datetime.now(UTC)
    return Context(as_of=now, clock=now, pseudonyms=Pseudonyms(b"key"), time_zone="America/New_York")


@pytest.fixture
def system() -> Callable[..., System]:
    def made(url: str, **more: Any) -> System:
        files = more.pop("files", None)
        return System(name="crm", kind="sql", settings={"url": url} | ({"files": files} if files else {}), **more)

    return made


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def server() -> Callable[[str], servers.Server]:
    def running(name: str) -> servers.Server:
        try:
            return servers.running(name)
        except servers.Missing as missing:
            pytest.skip(str(missing))

    return running


@pytest.fixture(params=sql.DATABASES)
def tickets(request: pytest.FixtureRequest, tmp_path: Path, stack: ExitStack) -> str:
    """The URL of a database with the table `tickets`; one test for each database."""
    try:
        part = {"tickets": TICKETS}
        return str(stack.enter_context(sql.built(part, sql=request.param, folder=tmp_path))["url"])
    except servers.Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def fresh(
    server: Callable[[str], servers.Server], stack: ExitStack
) -> Callable[[str], tuple[servers.Server, servers.Database]]:
    """A running server and an empty database of it."""

    def made(name: str) -> tuple[servers.Server, servers.Database]:
        running = server(name)
        return running, stack.enter_context(running.new_database())

    return made
