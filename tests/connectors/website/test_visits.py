"""What visits tell of sites: every kind of storage with its author, nobody's name, choices as a visitor makes them."""

import asyncio
import os
import signal
from datetime import timedelta
from threading import Timer

import pytest

from clausecheck.connectors.website.browser import driving
from clausecheck.connectors.website.browser.choosing import NoChoice, chosen
from clausecheck.connectors.website.browser.driving import lent, run
from clausecheck.connectors.website.browser.platforms import PLATFORMS
from clausecheck.connectors.website.browser.program import program_of
from clausecheck.errors import CannotVerify
from clausecheck.facts import NO_CHOICE, REFUSED, STATES, WITHDRAWN
from fixtures.worlds.planted import EMAIL, NAME, PHONE, found_in
from fixtures.worlds.website import built
from tests.connectors.website.sites import answering, page, reasons, system, told


@pytest.fixture(scope="module")
def chromium() -> str:
    try:
        return program_of("")
    except CannotVerify as missing:
        pytest.skip(missing.remedy)


def test_everything_that_is_stored_is_told_with_its_kind_life_and_author(chromium) -> None:
    html = (
        "<script>document.cookie = 'by_script=1; Max-Age=3600'; localStorage.setItem('kept', 'v');"
        "sessionStorage.tab = 1; indexedDB.open('events'); caches.open('pages')</script>"
        "<iframe srcdoc=\"<script>localStorage.setItem('framed', 1)</script>\"></iframe>"
    )
    cookies = ("Set-Cookie: by_answer=1; HttpOnly; Max-Age=86400", "Set-Cookie: gone=1; Max-Age=0")
    with answering(page(html, *cookies)) as port:
        (visit,) = told("visits", system(f"http://portal.localhost:{port}"))
    found = {(one.kind, one.name): one for one in visit.stored}
    assert set(found) == {
        ("cookie", "by_answer"), ("cookie", "by_script"), ("local storage", "kept"), ("local storage", "framed"),
        ("session storage", "tab"), ("database", "events"), ("cache", "pages"),
    }  # fmt: skip
    assert {one.host for one in visit.stored} == {"portal.localhost"}
    answered, scripted = found["cookie", "by_answer"], found["cookie", "by_script"]
    assert (answered.http_only, answered.by) == (True, "answer of portal.localhost/")
    assert (scripted.http_only, scripted.by) == (False, "script of portal.localhost/")
    assert timedelta(minutes=50) < scripted.lasts <= timedelta(hours=1)
    assert timedelta(hours=23) < answered.lasts <= timedelta(days=1)
    assert found["local storage", "kept"].lasts is None


def test_frames_of_every_sort_are_asked(chromium) -> None:
    def answer(connection, path, over):
        frames = (
            "<iframe sandbox='allow-scripts' srcdoc='x'></iframe><iframe src='data:text/html,x'></iframe>"
            "<iframe></iframe><iframe src='http://refused.localhost:3/'></iframe>"
        )
        third = f"http://third.localhost:{connection.getsockname()[1]}"
        frames += f"<iframe src='{third}/frame'></iframe><object data='{third}/object'></object>"
        inner = f"<script>localStorage.setItem('{path[1:]}', 1)</script>"
        page(frames if path == "/" else inner)(connection, path, over)

    with answering(answer) as port:
        visits = told("visits", system(f"http://portal.localhost:{port}"))
    assert not visits.unreadable, reasons(visits)
    assert {(one.name, one.host) for one in visits[0].stored} == {
        ("frame", "third.localhost"), ("object", "third.localhost"),
    }  # fmt: skip
    assert {one.host for one in visits[0].requests} == {"portal.localhost", "third.localhost", "refused.localhost"}


def test_a_browser_that_is_killed_costs_its_own_visit_only(chromium) -> None:
    """Rigour 40: what it had to tell is unreadable, and the next audit starts another one."""
    with answering(page("<h1>Hello</h1>")) as port:
        site = system(f"http://portal.localhost:{port}", time_limit=20.0, settle_seconds="3")
        killer = Timer(2.0, _kill_browsers)
        killer.start()
        try:
            why = reasons(told("visits", site))
        except CannotVerify as reason:
            why = reason.reason
        killer.join()
        again = told("visits", system(f"http://portal.localhost:{port}"))
    assert why
    assert not again.unreadable


def _kill_browsers() -> None:
    """Those of this process, by their ids."""
    stage = driving._stage
    assert stage is not None
    for kept in stage.kept.values():
        os.killpg(kept.process._process.pid, signal.SIGKILL)


def test_names_of_people_in_keys_and_paths_do_not_leave(chromium) -> None:
    html = (
        f"<script>localStorage.setItem('draft of {NAME}', 1); localStorage.setItem('{EMAIL}', 1);"
        f"document.cookie = 'call{PHONE}=1'; fetch('/people/{EMAIL}/{NAME}?of={EMAIL}')</script>"
    )
    with answering(page(html)) as port:
        visits = told("visits", system(f"http://portal.localhost:{port}"))
    assert len(visits[0].stored) == 3
    assert not found_in(repr(visits))
    assert "portal.localhost /people/…/…" in {f"{one.host} {one.path}" for one in visits[0].requests}


def test_the_five_states_are_visited_and_a_third_party_cookie_is_kept(chromium) -> None:
    part = {"requests": [{"host": "measurely.localhost", "when": "accepted", "sets": "visitor", "days": 30}]}
    with built(part) as described:
        settings = {name: value for name, value in described.items() if name not in {"kind", "url", "time_limit"}}
        visits = told("visits", system(described["url"], time_limit=60.0, **settings), STATES)
    assert not visits.unreadable, reasons(visits)
    seen = {visit.state: {one.name for one in visit.stored} for visit in visits}
    assert seen == {
        NO_CHOICE: set(), REFUSED: {"cc_choices"}, "accepted": {"cc_choices", "visitor"},
        WITHDRAWN: {"cc_choices", "visitor"}, "privacy signal": set(),
    }  # fmt: skip
    asked = {visit.state for visit in visits if "measurely.localhost" in {one.host for one in visit.requests}}
    assert asked == {"accepted", WITHDRAWN}
    withdrawn = next(visit for visit in visits if visit.state == WITHDRAWN)
    assert withdrawn.clicked == ("Accept all", "Withdraw consent")
    steps = {visit.state: visit.steps for visit in visits}
    assert steps == {NO_CHOICE: None, REFUSED: 1, "accepted": 1, WITHDRAWN: 2, "privacy signal": None}
    assert not [one for one in withdrawn.requests if one.host == "measurely.localhost" and one.after_choice]
    assert {visit.state for visit in visits if visit.banner_seen} == {NO_CHOICE, REFUSED, "accepted", WITHDRAWN}


BANNERS = {
    "OneTrust": '<div id="onetrust-banner-sdk"><button id="onetrust-accept-btn-handler">1</button>'
    '<button id="onetrust-reject-all-handler">2</button></div>',
    "Cookiebot": '<div id="CybotCookiebotDialog"><button id="CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll">1'
    '</button><button id="CybotCookiebotDialogBodyButtonDecline">2</button></div>',
    "Usercentrics": '<div id="usercentrics-root"></div><script>const root = document'
    '.getElementById("usercentrics-root").attachShadow({mode: "open"});'
    'root.innerHTML = `<button data-testid="uc-accept-all-button">1</button>'
    '<button data-testid="uc-deny-all-button">2</button>`</script>',
    "Didomi": '<div id="didomi-notice"><button id="didomi-notice-agree-button">1</button>'
    '<span class="didomi-continue-without-agreeing">2</span></div>',
    "Quantcast": '<div id="qc-cmp2-ui"><div class="qc-cmp2-summary-buttons"><button mode="primary">1</button></div>'
    '<button id="disagree-btn">2</button></div>',
    "Borlabs Cookie": '<div id="BorlabsCookieBox"><button class="brlbs-btn-accept-all">1</button>'
    '<button class="brlbs-btn-accept-only-essential">2</button></div>',
    "Klaro": '<div class="klaro"><div class="cookie-notice"><button class="cm-btn-success">1</button>'
    '<button class="cn-decline">2</button></div></div>',
    "CookieConsent": '<div id="cc-main"><div class="cm-wrapper"><button class="cm__btn" data-role="all">1</button>'
    '<button class="cm__btn" data-role="necessary">2</button></div></div>',
    "Complianz": '<div class="cmplz-cookiebanner"><button class="cmplz-accept">1</button>'
    '<button class="cmplz-deny">2</button></div>',
    "CookieYes": '<div class="cky-consent-container"><button class="cky-btn-accept">1</button>'
    '<button class="cky-btn-reject">2</button></div>',
    "Osano": '<div class="osano-cm-dialog"><button class="osano-cm-accept-all">1</button>'
    '<button class="osano-cm-denyAll">2</button></div>',
    "TrustArc": '<div id="truste-consent-track"><button id="truste-consent-button">1</button>'
    '<button id="truste-consent-required">2</button></div>',
    "tarteaucitron": '<div id="tarteaucitronAlertBig"><button id="tarteaucitronPersonalize2">1</button>'
    '<button id="tarteaucitronAllDenied2">2</button></div>',
}
HIDDEN = '<div style="display:none"><button id="onetrust-accept-btn-handler">hidden</button></div>'


def test_the_buttons_of_common_platforms_are_found(chromium) -> None:
    assert set(BANNERS) == {platform.name for platform in PLATFORMS}

    async def found(browser):
        opened = await browser.new_page()
        told = {}
        for name, html in BANNERS.items():
            await opened.set_content(HIDDEN + html)
            for kind in ("accept", "refuse"):
                way = await chosen(opened, kind, None, 5.0)
                told[name, kind] = (await way.button.inner_text(), way.name, way.buttons)
        await opened.set_content(HIDDEN)
        with pytest.raises(NoChoice):
            await chosen(opened, "accept", None, 0.1)
        await opened.close()
        return told

    with lent(chromium, ()) as browser:
        told_of = run(asyncio.wait_for(found(browser), 100), 120)
    assert told_of == {
        (name, kind): (number, f"{name}: {kind}", 1)
        for name in BANNERS
        for kind, number in (("accept", "1"), ("refuse", "2"))
    }


def test_a_withdrawal_may_take_two_steps_of_a_platform(chromium) -> None:
    html = (
        '<button class="ot-floating-button__open" onclick="document.getElementById(`pc`).hidden = false">1</button>'
        '<div id="pc" hidden><button class="ot-pc-refuse-all-handler">withdraw</button></div>'
    )

    async def last(browser):
        opened = await browser.new_page()
        await opened.set_content(html)
        way = await chosen(opened, "withdraw", None, 5.0)
        text = await way.button.inner_text()
        await opened.close()
        return text, way.buttons

    with lent(chromium, ()) as browser:
        assert run(last(browser), 60) == ("withdraw", 2)
