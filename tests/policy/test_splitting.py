from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.errors import PolicyError
from clausecheck.policy.lock import fingerprints
from clausecheck.policy.splitting import split

TEXT = """\
Privacy Policy
How we use your information
Last updated: March 15, 2024
1. Information We Collect
We collect this.
1.1 From You
- Names & addresses
- Account information: kept
1.2 Automatically
- Pages
Trailing words.
2. Contact Information
Please contact us:
Email: me@a.example
Address: Small Ltd
1 Some Street
Some Town, ST 12345
Data Protection Officer: dpo@a.example
3. Changes
We may change it by:
- A new "Last updated" date
Please come back.
"""
EXPECTED = {
    "1": "Information We Collect\nWe collect this.",
    "1.1": "From You",
    "1.1.a": "Names & addresses",
    "1.1.b": "Account information: kept",
    "1.2": "Automatically\nTrailing words.",
    "1.2.a": "Pages",
    "2": "Contact Information\nPlease contact us:",
    "2.a": "Email: me@a.example",
    "2.b": "Address: Small Ltd\n1 Some Street\nSome Town, ST 12345",
    "2.c": "Data Protection Officer: dpo@a.example",
    "3": "Changes\nWe may change it by:\nPlease come back.",
    "3.a": 'A new "Last updated" date',
}
PAGE = """\
<!doctype html><html><head><title>1. Not a heading</title><style>h2 { x: y }</style></head><body>
<nav><ul><li><a href="#1">1. Information We Collect</a></li><li>2. Contact</ul></nav>
<main><header><h1>Privacy Policy</h1><p>Last updated: <time>March 15, 2024</time></p></header>
<ol><li><h2><span>1.</span> Information&nbsp;We Collect</h2><p>We collect
  this.</p>
<h3>1.1 From You</h3><ul><li><p>Names &amp; addresses</p></li><li><b>Account information:</b> kept</ul>
<h3>1.2 Automatically</h3><ul><li>Pages</li></ul><p>Trailing words.</p></li></ol>
<script>document.write("1. Injected")</script>
<h2>2. Contact Information</h2><p>Please contact us:</p>
<p><strong>Email:</strong> <a href="/cdn-cgi/l/email-protection"><span class="__cf_email__"
  data-cfemail="422f2702236c273a232f322e27">[email&#160;protected]</span></a></p>
<address>Address: Small Ltd<br>1 Some Street<br/>Some Town, ST 12345</address>
<p>Data Protection Officer: dpo@a.example</p>
<h2>3. Changes</h2><div>We may change it by:<ul><li>A new "Last updated" date</ul></div><p>Please come back.</p>
</main><footer><p>© Small Ltd</p></footer></body></html>
"""


def places(text: str) -> dict[str, str]:
    return {place.id: place.text for place in split(text).places}


def test_a_text_is_split_into_its_numbered_places() -> None:
    assert places(TEXT) == EXPECTED
    assert list(places(TEXT)) == list(EXPECTED)


def test_a_page_gives_the_same_places() -> None:
    assert places(PAGE) == EXPECTED
    assert fingerprints(PAGE) == fingerprints(TEXT)


def test_a_page_whose_style_sheet_counts_its_headings_is_counted() -> None:
    unnumbered = PAGE.replace("<span>1.</span> ", "")
    for number in ("1.1 ", "1.2 ", "2. ", "3. "):
        unnumbered = unnumbered.replace(f">{number}", ">")
    assert places(unnumbered) == EXPECTED


def test_nested_items_belong_to_the_item_above_them() -> None:
    text = "Last updated: 2024-03-15\n1. A\n- one\n  - inner\n  more\n* two\n"
    assert places(text) == {"1": "A", "1.a": "one\ninner\nmore", "1.b": "two"}
    page = "<p>Last updated: 2024-03-15</p><h2>1. A</h2><ul><li>one<ul><li>inner</li></ul>more</li><li>two</li></ul>"
    assert places(page) == {"1": "A", "1.a": "one\ninner\nmore", "1.b": "two"}


def test_items_beyond_z_go_on() -> None:
    text = "Last updated: 2024-03-15\n1. A\n" + "".join(f"• item {number}\n" for number in range(28))
    assert list(places(text))[-3:] == ["1.z", "1.aa", "1.ab"]


@pytest.mark.parametrize(
    "written", ["March 15, 2024", "Mar. 15, 2024", "15 March 2024", "2024-03-15", "on March 15th 2024"]
)
def test_dates_are_read(written: str) -> None:
    assert split(f"LAST UPDATED: {written}\n1. A\n").version == date(2024, 3, 15)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "does not say when"),
        ("1. A\n- one\n", "does not say when"),
        ("Last updated: March 99, 2024\n1. A\n", "is no date"),
        ("Last updated: Smarch 1, 2024\n1. A\n", "is no date"),
        ("Last updated: March 15, 2024\nJust words.\n", "no numbered headings"),
        ("Last updated: March 15, 2024\n1. A\n2. B\n1. A\n", "1. stands out of order"),
        ("Last updated: March 15, 2024\n1. A\n2.1 B\n", "2.1 stands out of order"),
        ("<html><body><h1>404</h1><p>Not found</p></body></html>", "does not say when"),
    ],
)
def test_what_cannot_be_split_is_said(text: str, says: str) -> None:
    with pytest.raises(PolicyError, match="cannot be split") as caught:
        split(text, "somewhere")
    assert says in str(caught.value)
    assert caught.value.problems[0].file == "somewhere"


TAGS = ["<ul>", "</ul>", "<li>", "<h2>", "</h2>", "1. A", "2. B", "<main>", "x", "</p>"]


@given(st.text() | st.lists(st.sampled_from(TAGS)).map("".join))
def test_any_text_is_split_or_refused(text: str) -> None:
    try:
        places = split("Last updated: 2024-03-15\n" + text).places
    except PolicyError:
        places = ()
    assert len({place.id for place in places}) == len(places)
