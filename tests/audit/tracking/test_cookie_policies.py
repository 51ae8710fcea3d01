"""How a cookie policy's tables and durations are read, and held against what is stored."""

from datetime import timedelta

import pytest

from clausecheck.audit.tracking.cookie_policy import stored_and_told
from clausecheck.audit.tracking.durations import Duration, duration
from clausecheck.audit.tracking.entries import rows_of
from clausecheck.facts import CookiePolicy, Link, Page, Population, Stored, StoredAndTold, Unreadable, Visit


def lasting(days: float) -> Duration:
    return Duration(longest=timedelta(days=days))


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("30 days", lasting(30)),
        ("1 year", lasting(366)),
        ("a year", lasting(366)),
        ("13 months", lasting(403)),
        ("1 year and 1 month", lasting(397)),
        ("6 - 12 months", lasting(372)),
        ("24h", lasting(1)),
        ("90-day", lasting(90)),
        ("1,5 hours", lasting(1.5 / 24)),
        ("Session", Duration(with_session=True)),
        ("Until you close the browser", Duration(with_session=True)),
        ("when the browser is closed", Duration(with_session=True)),
        ("Session (30 minutes)", lasting(30 / 1440)),
        ("Persistent", Duration(without_end=True)),
        ("until deleted", Duration(without_end=True)),
        ("for as long as needed", Duration()),
        ("", Duration()),
        ("12", Duration()),
        ("several days", Duration()),
    ],
)
def test_a_duration_is_read_at_its_longest(said, read) -> None:
    assert duration(said) == read


def page(*rows: tuple[str, ...], text: str = "", **given) -> Page:
    known = {"label": "page /cookies", "path": "/cookies", "address": "https://shop.example/cookies", "status": 200}
    return Page(**{**known, "roles": ("cookie_policy",), "title": "", "text": text, "tables": (rows,), **given})


@pytest.mark.parametrize(
    "heading",
    [
        ("Name", "Purpose", "Duration"),
        ("Cookie", "What it does", "Expires"),
        ("Cookie name", "Description", "Storage period"),
        ("Name of the cookie", "Why", "How long"),
    ],
)
def test_a_table_is_known_by_its_heading(heading) -> None:
    (row,) = rows_of(page(heading, ("_ga", "Counts", "2 years")))
    assert row.declares("_ga")
    assert (row.entry.purpose, row.entry.duration) == ("Counts", "2 years")


@pytest.mark.parametrize("heading", [("Service", "Country"), ("Name", "Provider"), ()])
def test_another_table_declares_nothing(heading) -> None:
    assert not rows_of(page(heading, ("_ga", "USA")))


@pytest.mark.parametrize(
    ("cell", "name", "is_declared"),
    [
        ("_ga, _gid", "_gid", True),
        ("_ga_*", "_ga_AB12", True),
        ("_ga_<container-id>", "_ga_AB12", True),
        ("_hjSession_#", "_hjSession_1", True),
        (f"wp-settings-{'X' * 4}", "wp-settings-7", True),
        ("_ga_*", "_gat", False),
        ("_ga", "_GA", False),
        ("_ga", "_gat", False),
        ("*", "anything", False),
        ("a*", "anything", False),
        ("", "x", False),
        ("my draft", "my draft", True),
    ],
)
def test_a_name_is_declared_as_it_is_or_by_a_pattern_that_says_something(cell, name, is_declared) -> None:
    (row,) = rows_of(page(("Name", "Purpose"), (cell, "Counts")))
    assert row.declares(name) is is_declared


def stored(name: str, kind: str = "cookie", days: float | None = None) -> Stored:
    lasts = None if days is None else timedelta(days=days)
    return Stored(label=f"{kind} {name}", kind=kind, name=name, host="shop.example", first_party=True,
                  after_choice=False, lasts=lasts)  # fmt: skip


def told(things: list[Stored], *pages: Page, unreadable: tuple[Unreadable, ...] = ()):
    visit = Visit(label="v", state="no choice", seen_from="", pages=("/",), banner_seen=True, stored=tuple(things))
    return stored_and_told(
        Population(noun="visits", members=(visit, visit)),
        Population(noun="pages", members=pages, unreadable=unreadable),
    )


HOME = page(
    path="/", address="https://shop.example/", roles=(), tables=(),
    links=(Link(text="Cookie Policy", href="https://shop.example/cookies"),),
)  # fmt: skip


def test_each_thing_is_told_once_at_its_longest_beside_its_row() -> None:
    rows = ("Name", "Purpose", "Duration"), ("_ga", "Counts", "2 years")
    found = told([stored("_ga", days=3), stored("_ga", days=9), stored("kept", "local storage")], HOME, page(*rows))
    policy, ga, kept = found
    assert policy == CookiePolicy(label="the cookie policy", linked=True, status=200)
    assert (ga.lasts, ga.stays, ga.entry.purpose, ga.untold) == (timedelta(days=9), False, "Counts", "")
    assert (kept.entry, kept.stays, kept.untold) == (None, True, "")


def test_without_a_policy_nothing_is_declared() -> None:
    policy, thing = told([stored("_ga")], page(path="/", roles=(), tables=()))
    assert (policy.linked, policy.status) == (False, None)
    assert isinstance(thing, StoredAndTold)
    assert (thing.entry, thing.untold) == (None, "")


@pytest.mark.parametrize(
    ("pages", "unreadable", "why"),
    [
        (
            (page(path="/", roles=(), tables=(), links=(Link(text="Cookie Policy", href="https://o.example/"),)),),
            (),
            "read",
        ),
        ((HOME,), (Unreadable(what="page /cookies", why="no answer"),), "could not be read"),
        ((page(untold="it answered 503"),), (), "it answered 503"),
        ((page(text="We use _ga."),), (), "in no table"),
        ((page(via="http", tables=()),), (), "without a browser"),
        ((page(("Name", "Duration"), ("_ga", "as needed")),), (), "not understood"),
    ],
)
def test_what_nobody_can_tell_is_not_a_fault(pages, unreadable, why) -> None:
    found = told([stored("_ga")], *pages, unreadable=unreadable)
    thing = found[-1]
    assert isinstance(thing, StoredAndTold)
    assert why in thing.untold


def test_pages_without_their_scripts_prove_no_missing_link() -> None:
    plain = page(path="/", roles=(), tables=(), via="http")
    (thing,) = told([stored("_ga")], plain)
    assert thing.untold
    policy, _ = told([stored("_ga")], plain, page(("Name", "Purpose"), ("_ga", "Counts"), via="http"))
    assert "a script may write a link" in policy.untold
