"""What a visit leaves as evidence: an HTTP Archive and a picture, neither with a value."""

import json

import pytest

from clausecheck.connectors.website.browser.program import program_of
from clausecheck.errors import CannotVerify
from fixtures.worlds.planted import CARD, EMAIL, NAME, NOTE, PHONE, found_in
from tests.connectors.website.sites import answering, page, system, told

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module", autouse=True)
def _chromium() -> None:
    try:
        program_of("")
    except CannotVerify as missing:
        pytest.skip(missing.remedy)


def test_a_visit_leaves_an_archive_and_a_picture_without_a_value() -> None:
    html = (
        f"<form><input name=email value='{EMAIL}'><textarea>{NOTE}</textarea></form>"
        f"<script>document.cookie = 'who=' + encodeURIComponent('{NAME}'); fetch('/{EMAIL}/x?card={CARD}')</script>"
    )
    kept: dict[str, bytes] = {}
    with answering(page(html, f"Set-Cookie: phone={PHONE}")) as port:
        told("visits", system(f"http://portal.localhost:{port}"), exhibits=kept)
    assert set(kept) == {"portal/no-choice.har", "portal/no-choice.png"}
    assert kept["portal/no-choice.png"].startswith(PNG)
    archive = json.loads(kept["portal/no-choice.har"])["log"]
    assert archive["version"] == "1.2"
    addresses = [entry["request"]["url"] for entry in archive["entries"]]
    assert "//portal.localhost/" in addresses
    assert any(address.endswith("/x") for address in addresses)
    assert not any(
        entry["request"][what] for entry in archive["entries"] for what in ("headers", "cookies", "queryString")
    )
    assert not found_in(kept["portal/no-choice.har"].decode())


def test_whatever_is_typed_into_is_covered_in_the_picture() -> None:
    def pictured(typed: str) -> bytes:
        kept: dict[str, bytes] = {}
        with answering(page(f"<input style='caret-color: transparent' value='{typed}'>")) as port:
            told("visits", system(f"http://portal.localhost:{port}"), exhibits=kept)
        return kept["portal/no-choice.png"]

    assert pictured(EMAIL) == pictured(PHONE)


def test_nothing_is_kept_where_nobody_keeps_evidence() -> None:
    with answering(page("<p>Welcome</p>")) as port:
        (visit,) = told("visits", system(f"http://portal.localhost:{port}"))
    assert visit.requests
