"""Each question over HTTP is told with method, host and path; parts of a path that may name somebody are left out."""

import re
from pathlib import Path

import httpx
import pytest

from clausecheck.connectors.https.hearing import WORDS, shown, tell
from clausecheck.model import Call

CONNECTORS = Path(__file__).parents[3] / "src" / "clausecheck" / "connectors"


def answered(status: int, heard: list[Call]) -> httpx.Client:
    client = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(status, json=[])))
    tell(client, "staff", heard.append)
    return client


@pytest.mark.parametrize(("status", "failure"), [(200, ""), (403, "status 403")])
def test_a_question_is_told_without_query_header_or_name(status: int, failure: str) -> None:
    heard: list[Call] = []
    with answered(status, heard) as client:
        client.get(
            "https://id.example/admin/realms/clearcall/users/ottoline",
            params={"email": "ottoline@example.org"},
            headers={"Authorization": "Bearer Hu55ars"},
        )
    (told,) = heard
    assert told.what == "GET id.example/admin/realms/…/users/…"
    assert (told.system, told.kind, told.rows, told.failure) == ("staff", "http", None, failure)
    assert told.seconds >= 0


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", "/"),
        ("/v1.0/users/o.quibbleton%40example.org/transitiveMemberOf", "/v1.0/users/…/transitiveMemberOf"),
        ("/api/v1/groups/00g1a/users", "/api/v1/groups/…/users"),
        ("/orgs/ottoline", "/orgs/…"),
        ("/3.0/lists/a1b2/members", "/3.0/lists/…/members"),
    ],
)
def test_only_words_of_providers_stay(path: str, told: str) -> None:
    assert shown(path) == told


def test_where_nobody_listens_nothing_is_hooked() -> None:
    with httpx.Client() as client:
        tell(client, "staff", None)
        assert client.event_hooks == {"request": [], "response": []}


def test_every_word_is_one_that_a_connector_asks_with() -> None:
    """A word that no connector uses could only ever be somebody's name."""
    source = "\n".join(path.read_text() for path in CONNECTORS.rglob("*.py") if path.name != "hearing.py")
    assert set(re.findall(r"[A-Za-z][A-Za-z0-9_-]*", source)) >= WORDS
