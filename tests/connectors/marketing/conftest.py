"""Systems of marketing providers, as the worlds build them, with the target's variables filled in."""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sql import close_all
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System
from fixtures.worlds.providers import mailchimp, sendgrid, ses
from fixtures.worlds.providers.front import Front

Made = Callable[..., System]
_TOKENS = {"mailchimp": mailchimp.TOKEN, "sendgrid": sendgrid.TOKEN}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "testing")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "testing")
    yield
    close_all()


@pytest.fixture
def context() -> Context:
    now = datetime.now(UTC)
    return Context(as_of=now, clock=now, pseudonyms=Pseudonyms(b"key"), time_zone="UTC")


@pytest.fixture
def system() -> Made:
    def made(front: Front, kind: str, settings: Mapping[str, Any] | None = None, *, time_limit: float = 30) -> System:
        path = "/3.0" if kind == "mailchimp" else ""
        named = {"regions": ["us-east-1"], "endpoint_url": front.url} if kind == "ses" else {
            "url": front.url + path, "token": _TOKENS[kind]}  # fmt: skip
        return System(name="provider", kind=kind, settings={**named, **(settings or {})}, time_limit=time_limit)

    return made


FRONTED = {"mailchimp": mailchimp.fronted, "sendgrid": sendgrid.fronted, "ses": ses.fronted}
