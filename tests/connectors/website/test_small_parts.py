"""Whose a host is, which names may be shown, and what a Set-Cookie line says."""

import time
from email.utils import formatdate

import pytest

from clausecheck.connectors.website.cookies import set_cookie
from clausecheck.connectors.website.naming import shown, shown_address, shown_path
from clausecheck.connectors.website.parties import is_first_party
from clausecheck.connectors.website.settings import site_of
from clausecheck.errors import CannotVerify
from clausecheck.redaction import Pseudonyms
from fixtures.worlds.planted import IBAN, PASSWORD, TOKEN
from tests.connectors.website.sites import system

PSEUDONYMS = Pseudonyms(b"key")
ACCOUNT = IBAN.replace(" ", "")


@pytest.mark.parametrize(
    ("host", "site", "own"),
    [
        ("www.shop.example", "portal.shop.example", True),
        ("tracker.co.uk", "shop.co.uk", False),
        ("cdn.shop.co.uk", "shop.co.uk", True),
        ("one.github.io", "two.github.io", False),
        ("notshop.example", "shop.example", False),
        ("shop.example.evil.example", "shop.example", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.2", "127.0.0.1", False),
        ("tag.localhost", "portal.localhost", False),
        ("localhost", "localhost", True),
        ("Shop.Example.", "shop.example", True),
    ],
)
def test_a_host_is_the_sites_own_where_they_share_a_registrable_domain(host, site, own) -> None:
    assert is_first_party(host, site) is own


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("_ga", "_ga"),
        ("__Host-session", "__Host-session"),
        ("_hjSession_1234567", "_hjSession_…"),
        ("a-12-34-56", "a-…"),
        ("user[address][city]", "user[address][city]"),
        ("_ga_G1ABC2DEF3", "_ga_G1ABC2DEF3"),
    ],
)
def test_a_plain_name_is_shown_without_long_numbers(name, told) -> None:
    assert shown(name, PSEUDONYMS) == told


@pytest.mark.parametrize(
    "name", ["jane@shop.example", "jane%40shop.example", "draft of Jane", "Zoë", "", "x" * 65, TOKEN, PASSWORD, ACCOUNT]
)
def test_any_other_name_is_a_pseudonym(name) -> None:
    assert shown(name, PSEUDONYMS).startswith("name-")


def test_a_path_keeps_plain_parts_only() -> None:
    assert shown_path("/people/jane@shop.example/orders/4711234/list") == "/people/…/orders/…/list"
    assert shown_path(f"/invite/{TOKEN}/pay/{ACCOUNT}") == "/invite/…/pay/…"
    assert shown_address("https://u:p@shop.example:8443/a/b?c=d#e") == "shop.example/a/b"
    assert shown_address("data:text/html,hello") == ""
    assert shown_address("https://[broken") == ""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a=1", ("a", "shop.example", None, False)),
        ("a=1; Domain=.Example; HttpOnly", ("a", "example", None, True)),
        ("a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", ("a", "shop.example", 60.0, False)),
        ("a=1; Max-Age=soon", ("a", "shop.example", None, False)),
        ("a=1; Expires=whenever", ("a", "shop.example", None, False)),
    ],
)
def test_a_cookies_line_is_read_without_its_value(line, expected) -> None:
    cookie = set_cookie(line, "shop.example")
    assert cookie is not None
    assert (cookie.name, cookie.host, cookie.lasts, cookie.http_only) == expected


def test_a_cookie_ends_when_its_line_says() -> None:
    later = set_cookie(f"a=1; Expires={formatdate(time.time() + 3600, usegmt=True)}", "h")
    assert later is not None
    assert 3590 < (later.lasts or 0) <= 3600
    assert set_cookie("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "h").is_removal
    assert set_cookie("a=; Max-Age=0", "h").is_removal
    assert not set_cookie("a=1", "h").is_removal
    assert set_cookie("nothing", "h") is None


def test_a_site_keeps_its_credentials_to_itself() -> None:
    site = site_of(system("https://visitor:s%40cret@portal.example:8443/ignored"))
    assert (site.origin, site.host) == ("https://portal.example:8443", "portal.example")
    assert site.sign_in == ("visitor", "s@cret")
    assert "cret" not in repr(site)
    with pytest.raises(CannotVerify, match="no address of a website"):
        site_of(system("ftp://portal.example"))
