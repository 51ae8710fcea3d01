"""Sites that would hold an audit up, or lead it astray: bounded, recorded as unreadable, and nothing else suffers."""

import time
from itertools import count

import pytest

from clausecheck.connectors.website.browser.program import program_of
from clausecheck.errors import CannotVerify
from tests.connectors.website.sites import answering, page, reasons, system, told

LIMIT = 4.0
LONGEST = 60.0
"""Seconds that a test may take on a busy machine; without a bound each would take for ever."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def closes(connection, _path, _over):
    connection.close()


def stalls(connection, _path, over):
    connection.sendall(b"H")
    over.wait(60)


def garbage(connection, _path, _over):
    connection.sendall(b"\x00\xff\xfe garbage \r\n\r\n" * 50)


def large_headers(connection, _path, _over):
    connection.sendall(HEAD + b"X-Large: " + b"a" * 10_000_000 + b"\r\n\r\nhello")


def endless(connection, _path, over):
    connection.sendall(HEAD + b"\r\n<h1>Once upon a time</h1>")
    while not over.wait(0.05):
        connection.sendall(b"<p>and then</p>" * 100)


def trickling(connection, _path, over):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in count():
        if over.wait(0.2):
            return
        connection.sendall(f"X-{number}: and on\r\n".encode())


def redirecting(connection, path, _over):
    further = f"/{len(path)}{path[:40]}x"
    connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: {further}\r\nContent-Length: 0\r\n\r\n".encode())


def leading_away(connection, path, _over):
    """To another site, which says that all is well there."""
    port = connection.getsockname()[1]
    if path == "/arrived":
        connection.sendall(HEAD + b"Content-Length: 9\r\n\r\nelsewhere")
    else:
        place = f"Location: http://elsewhere.localhost:{port}/arrived"
        connection.sendall(f"HTTP/1.1 302 Found\r\n{place}\r\nContent-Length: 0\r\n\r\n".encode())


def download(connection, _path, _over):
    connection.sendall(HEAD + b"Content-Disposition: attachment; filename=a.bin\r\nContent-Length: 4\r\n\r\nabcd")


@pytest.fixture(scope="module")
def chromium():
    try:
        return program_of("")
    except CannotVerify as missing:
        pytest.skip(missing.remedy)


BY_BROWSER = {
    closes: "ERR_EMPTY_RESPONSE",
    stalls: "had not loaded within the time limit",
    garbage: "ERR_INVALID_HTTP_RESPONSE",
    large_headers: "ERR_RESPONSE_HEADERS_TOO_BIG",
    endless: "had not loaded within the time limit",
    trickling: "had not loaded within the time limit",
    redirecting: "ERR_TOO_MANY_REDIRECTS",
    leading_away: "it led to another site",
    download: "download",
}
BY_HTTP = {
    closes: "RemoteProtocolError",
    stalls: "no whole answer within 4 s",
    garbage: "RemoteProtocolError",
    large_headers: "no answer that could be read",
    endless: "no whole answer within 4 s",
    trickling: "no whole answer within 4 s",
    redirecting: "redirects without an end",
    leading_away: "led to another site",
}


@pytest.mark.parametrize("answer", BY_BROWSER, ids=lambda answer: answer.__name__)
def test_a_browser_is_not_held_up(chromium, answer) -> None:
    with answering(answer) as port:
        site = system(f"http://portal.localhost:{port}", time_limit=LIMIT)
        started = time.monotonic()
        visits, pages = told("visits", site), told("pages", site)
        took = time.monotonic() - started
    assert took < LONGEST
    assert BY_BROWSER[answer] in reasons(visits)
    assert len(pages) == 0
    assert BY_BROWSER[answer] in reasons(pages)


@pytest.mark.parametrize("answer", BY_HTTP, ids=lambda answer: answer.__name__)
def test_plain_http_is_not_held_up(answer) -> None:
    with answering(answer) as port:
        site = system(f"http://portal.localhost:{port}", time_limit=LIMIT, browser="no-such-browser")
        started = time.monotonic()
        pages = told("pages", site)
        took = time.monotonic() - started
    assert took < LONGEST
    assert len(pages) == 0
    assert BY_HTTP[answer] in reasons(pages)


def test_dialogs_and_popups_are_closed_and_what_they_ask_is_recorded(chromium) -> None:
    html = (
        "<h1>Hello</h1><script>alert('a'); confirm('b'); prompt('c');"
        "addEventListener('beforeunload', (event) => event.preventDefault());"
        "window.open('http://pop.localhost:' + location.port + '/up')</script>"
    )
    with answering(page(html)) as port:
        visits = told("visits", system(f"http://portal.localhost:{port}", pages=["/", "/two"]))
    (visit,) = visits
    assert not visits.unreadable
    assert visit.pages == ("/", "/two")
    assert [one.path for one in visit.requests if one.host == "pop.localhost"] == ["/up"]


def test_a_script_that_never_ends_costs_its_own_site_only(chromium) -> None:
    html = "<h1>Busy</h1><script>setTimeout(() => { for (;;); }, 50)</script>"
    started = time.monotonic()
    with answering(page(html)) as port:
        busy = told("visits", system(f"http://portal.localhost:{port}", time_limit=LIMIT))
    took = time.monotonic() - started
    with answering(page("<h1>Hello</h1>")) as port:
        quiet = told("visits", system(f"http://portal.localhost:{port}"))
    assert took < LONGEST
    assert "it took longer than" in reasons(busy)
    assert not quiet.unreadable


def test_a_page_that_loads_itself_anew_is_seen_as_far_as_it_goes(chromium) -> None:
    html = "<h1>Again</h1><script>localStorage.setItem('times', 1); setTimeout(() => location.reload(), 30)</script>"
    with answering(page(html)) as port:
        (visit,) = told("visits", system(f"http://portal.localhost:{port}", time_limit=LIMIT))
    assert "times" in {one.name for one in visit.stored}


def test_more_than_can_be_kept_is_told(chromium, monkeypatch) -> None:
    monkeypatch.setattr("clausecheck.connectors.website.browser.recorder.MOST", 50)
    html = "<script>for (let i = 0; i < 200; i++) localStorage.setItem('item' + i, 1)</script>"
    with answering(page(html)) as port:
        visits = told("visits", system(f"http://portal.localhost:{port}"))
    assert "more than could be kept" in reasons(visits)
    assert len(visits[0].stored) == 50


def test_text_that_is_no_utf_8_is_read_all_the_same(chromium) -> None:
    def answer(connection, _path, _over):
        connection.sendall(HEAD + b"\r\n<title>caf\xe9</title><p>caf\xe9 \xff\xfe \xf0\x9f</p>")

    with answering(answer) as port:
        for browser in ({}, {"browser": "no-such-browser"}):
            pages = told("pages", system(f"http://portal.localhost:{port}", **browser))
            assert not pages.unreadable
            assert pages[0].text.startswith("caf")
