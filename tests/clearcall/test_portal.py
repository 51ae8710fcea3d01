"""The embedded company's portal, visited over TLS as a browser would, without one."""

import re
import socket
import ssl
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from clausecheck.policy.lock import differences, load_lock, lock_from
from fixtures.clearcall import authority, portal
from fixtures.clearcall.breached import FRONT_DOOR
from fixtures.clearcall.portal.sign_up import is_of_age
from fixtures.clearcall.portal.site import NEW_YORK

httpx = pytest.importorskip("httpx", reason="pip install 'clausecheck[demo]'")
pytest.importorskip("flask", reason="pip install 'clausecheck[demo]'")
html = pytest.importorskip("lxml.html", reason="pip install 'clausecheck[tests]'")
PAGES = ("/", "/signup", "/privacy", "/cookies", "/choices", "/contact")
LOCK = portal.ROOT / "fixtures" / "clearcall" / "portal" / "published.lock"


@contextmanager
def standing(folder, *broken):
    now = datetime.now(UTC)
    trusted = authority.authority(folder, now)
    certificate = authority.certificate(trusted, now, *portal.NAMES)
    with portal.opened(folder, certificate, effective=date(2027, 1, 5), broken=broken) as door:
        yield door, trusted


@pytest.fixture(scope="module")
def stands(tmp_path_factory):
    with standing(tmp_path_factory.mktemp("portal")) as (door, trusted):
        yield door, trusted


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    with standing(tmp_path_factory.mktemp("broken"), *FRONT_DOOR) as (door, trusted):
        yield door, trusted


def visitor(stands, **headers):
    door, trusted = stands
    context = ssl.create_default_context(cafile=str(trusted.file))
    return httpx.Client(base_url=door.url, verify=context, headers=headers)


def signing_up(client, born):
    token = re.search('name="token" value="([^"]+)"', client.get("/signup").text)[1]
    sent = {"name": "A", "email": "a@b.example", "company": "C", "birth_date": born.isoformat(), "token": token}
    return client.post("/signup", data=sent)


def years_ago(day, years):
    return day.replace(year=day.year - years, day=min(day.day, 28)) if day.month == 2 else day.replace(
        year=day.year - years
    )  # fmt: skip


def test_nothing_is_stored_before_a_choice_and_everything_goes_with_a_withdrawal(stands):
    with visitor(stands) as client:
        for page in ("/", "/privacy", "/cookies", "/choices"):
            assert "set-cookie" not in client.get(page).headers
        assert "count.js" not in client.get("/").text
        accepted = client.post("/choices", data={"choice": "all", "back": "/cookies"})
        assert (accepted.status_code, accepted.headers["location"]) == (303, "/cookies")
        assert "count.js" in client.get("/").text
        client.cookies.set("cc_visits", "3", domain="127.0.0.1")
        client.post("/choices", data={"choice": "necessary"})
        assert set(client.cookies) == {"cc_choices"}
        assert "count.js" not in client.get("/").text


def test_the_signal_outranks_a_consent(stands):
    with visitor(stands, **{"Sec-GPC": "1"}) as client:
        assert 'class="asks"' not in client.get("/").text
        client.post("/choices", data={"choice": "all"})
        assert "count.js" not in client.get("/").text
    with visitor(stands, **{"Sec-GPC": "true"}) as client:
        assert 'class="asks"' in client.get("/").text


def test_a_choice_leads_back_to_this_site_only(stands):
    with visitor(stands) as client:
        for back in ("https://elsewhere.example/x", "//elsewhere.example", "javascript:alert(1)"):
            place = client.post("/choices", data={"choice": "all", "back": back}).headers["location"]
            assert place.startswith("/")
            assert not place.startswith("//")


def test_whoever_turns_18_tomorrow_is_refused_and_whoever_turned_18_today_is_not(stands):
    with visitor(stands) as client:
        today = datetime.now(UTC).astimezone(NEW_YORK).date()
        refused = signing_up(client, years_ago(today + timedelta(days=1), 18))
        assert (refused.status_code, "18 or older" in refused.text) == (422, True)
        welcome = signing_up(client, years_ago(today, 18))
        assert (welcome.status_code, "Check your inbox" in welcome.text) == (200, True)
        token = re.search('name="token" value="([^"]+)"', welcome.text)[1]
        assert client.post("/signup/delete", data={"token": token}).status_code == 200
        assert client.post("/signup/delete", data={"token": token}).status_code == 404


@pytest.mark.parametrize(
    ("born", "today", "of_age"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), False),
        (date(2008, 2, 29), date(2026, 3, 1), True),
        (date(2008, 11, 27), date(2026, 11, 26), False),
        (date(2008, 11, 27), date(2026, 11, 27), True),
    ],
)
def test_age_is_by_calendar(born, today, of_age):
    assert is_of_age(born, today) is of_age


def test_a_form_of_another_session_is_refused(stands):
    with visitor(stands) as client, visitor(stands) as other:
        token = re.search('name="token" value="([^"]+)"', other.get("/signup").text)[1]
        sent = {"name": "A", "email": "a@b.example", "company": "C", "birth_date": "1990-01-01", "token": token}
        assert client.post("/signup", data=sent).status_code == 422


def test_the_privacy_page_is_the_one_that_its_lock_was_made_for(stands, tmp_path):
    with visitor(stands) as client:
        page = tmp_path / "privacy.html"
        page.write_text(client.get("/privacy").text, encoding="utf-8")
    assert not differences(load_lock(LOCK), lock_from(page)), (
        "the policy changed: `clausecheck demo`, save /privacy, then "
        "`clausecheck policy lock --from PAGE --lock fixtures/clearcall/portal/published.lock`"
    )


def test_plain_http_is_sent_to_the_same_page_over_tls(stands):
    door, _ = stands
    answer = httpx.get(f"{door.plain_url}/privacy?from=mail")
    assert (answer.status_code, answer.headers["location"]) == (301, f"{door.url}/privacy?from=mail")


def test_every_page_guards_itself_and_is_accessible(stands):
    with visitor(stands) as client:
        for path in PAGES:
            answer = client.get(path)
            assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
            assert "unsafe" not in answer.headers["content-security-policy"]
            page = html.fromstring(answer.text)
            assert page.get("lang") == "en"
            assert len(page.findall(".//h1")) == 1
            labelled = {label.get("for") for label in page.iter("label")}
            fields = [one for one in page.iter("input", "textarea") if one.get("type") != "hidden"]
            assert all(field.get("id") in labelled for field in fields)
            assert all(image.get("alt") is not None for image in page.iter("img"))


def test_a_client_that_says_nothing_holds_up_nobody(stands):
    door, _ = stands
    port = int(door.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)), visitor(stands) as client:
        assert client.get("/").status_code == 200


def test_what_is_broken_is_broken(broken):
    with visitor(broken) as client:
        assert "cc_visits" in client.get("/").headers["set-cookie"]
        assert "Announcement" not in client.get("/").text
        assert "social_security_number" in client.get("/signup").text
        assert signing_up(client, date.today()).status_code == 200  # noqa: DTZ011
        assert "6 years" in client.get("/privacy").text
        contact = client.get("/contact").text
        assert "+1 917-406-2949" in contact
        assert "1100 Frankford Ave" in contact
        client.post("/choices", data={"choice": "necessary"})
        assert "count.js" in client.get("/").text
        client.post("/choices", data={"choice": "all"})
        assert "cc_profile" in " ".join(client.get("/").headers.get_list("set-cookie"))
        assert "chatty.localhost" in client.get("/").text
    with visitor(broken, **{"Sec-GPC": "1"}) as client:
        assert "count.js" in client.get("/").text


def test_it_ends_with_whoever_started_it(tmp_path):
    with standing(tmp_path) as (door, _):
        door.url  # noqa: B018 - waits until it stands
        door._process.stdin.close()
        until = time.monotonic() + 10
        while door._process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        assert door._process.poll() is not None
