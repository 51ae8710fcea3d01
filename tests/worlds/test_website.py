"""The website of a world answers as its description says, choices and the opt-out signal included."""

import httpx
import pytest

from fixtures.worlds.servers.web import CHOICE
from fixtures.worlds.website import built

PART = {
    "pages": {"/": "<h1>Home</h1>", "/gone": {"status": 410}},
    "stores": [{"cookie": "cc_visits", "when": "accepted", "days": 90}, {"local_storage": "theme"}],
    "requests": [{"host": "measurely.localhost", "when": "unless_refused", "sets": "visitor"}],
    "cookie_policy": {"path": "/cookies", "rows": [{"name": "cc_visits", "purpose": "Counts", "duration": "90 days"}]},
    "sign_up": {"path": "/signup", "refuses_under": 18},
}


def asked(url: str, path: str = "/", **given: object) -> httpx.Response:
    port = url.rpartition(":")[2]
    headers = {"Host": f"portal.localhost:{port}", **given.pop("headers", {})}
    return httpx.request(given.pop("method", "GET"), f"http://127.0.0.1:{port}{path}", headers=headers, **given)


def test_what_waits_for_consent_happens_after_it_and_not_with_the_signal() -> None:
    with built(PART) as system:
        url = system["url"]
        undecided, accepted = asked(url), asked(url, headers={"Cookie": f"{CHOICE}=accepted"})
        signal = asked(url, headers={"Cookie": f"{CHOICE}=accepted", "Sec-GPC": "1"})
    assert "Only necessary" in undecided.text
    assert "measurely.localhost" in undecided.text
    assert "set-cookie" not in undecided.headers
    assert "cc_visits=" in accepted.headers["set-cookie"]
    assert "Only necessary" not in accepted.text
    assert "set-cookie" not in signal.headers
    assert "measurely" not in signal.text


def test_a_choice_is_remembered_and_takes_back_what_was_stored() -> None:
    with built(PART) as system:
        answer = asked(system["url"], "/choose", method="POST", data={"choice": "refused", "back": "/gone"})
    cookies = answer.headers.get_list("set-cookie")
    assert answer.headers["location"] == "/gone"
    assert any(line.startswith(f"{CHOICE}=refused") for line in cookies)
    assert any(line.startswith("cc_visits=;") and "Max-Age=0" in line for line in cookies)


FILLED = {"name": "A name", "email": "somebody@portal.example"}


@pytest.mark.parametrize(("born", "status"), [("2024-01-01", 422), ("1980-05-17", 200), ("", 422)])
def test_the_sign_up_refuses_whoever_is_too_young(born: str, status: int) -> None:
    with built(PART) as system:
        assert asked(system["url"], "/signup", method="POST", data=FILLED | {"birth_date": born}).status_code == status


def test_pages_have_their_status_and_others_are_not_there() -> None:
    with built(PART) as system:
        statuses = [asked(system["url"], path).status_code for path in ("/gone", "/cookies", "/choices", "/nowhere")]
    assert statuses == [410, 200, 200, 404]


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValueError, match="no website has pags"), built({"pags": {}}):
        pass
