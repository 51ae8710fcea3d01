"""A page's document read as a visitor reads the page."""

import pytest

from clausecheck.connectors.website.reading import page_of
from clausecheck.connectors.website.reading.mail import decoded
from clausecheck.errors import CannotVerify
from clausecheck.facts import FormField, Notice, Page

HIDDEN = 'data-clausecheck-hidden=""'


def read(html: str | bytes, *, status: int = 200, address: str = "https://shop.example/a/b?c=d", **given) -> Page:
    told = {"path": "/a/b", "roles": (), "via": "browser", **given}
    return page_of(html, address=address, status=status, **told)


def test_text_is_what_is_seen_one_line_a_block() -> None:
    page = read(
        "<title> The\n shop </title><body><h1>Our <em>shop</em></h1><p>Open\n   daily<br>from nine</p>"
        "<script>no()</script>"
        f"<p {HIDDEN}>secret</p><div style='display: none'>hidden</div><p hidden>also</p><noscript>none</noscript>"
        "<ul><li>one<li>two</ul>tail</body>"
    )
    assert page.title == "The shop"
    assert page.text == "Our shop\nOpen daily\nfrom nine\none\ntwo\ntail"
    assert page.headings == ((1, "Our shop"),)
    assert page.address == "https://shop.example/a/b"


def test_links_are_absolute_and_without_fragments() -> None:
    page = read(
        '<base href="/c/"><a href="d#e">Next</a><a href="https://other.example">Other</a><a name="x">no</a>'
        f'<a href="/hidden" {HIDDEN}>hidden</a><a href="http://[broken">broken</a><a href="f" aria-label="Icon"></a>'
    )
    assert [(link.text, link.href) for link in page.links] == [
        ("Next", "https://shop.example/c/d"),
        ("Other", "https://other.example"),
        ("Icon", "https://shop.example/c/f"),
    ]
    assert page.links[0].resolves is None


def test_forms_tell_their_fields_as_a_visitor_reads_them() -> None:
    page = read(
        '<form id="join" action="/join?x=1" method="POST"><label for="n">Full name</label>'
        '<input id="n" name="name" autocomplete="Name" required>'
        '<label>Born <input name="born" type="date" aria-required="true"></label>'
        '<input name="token" type="hidden" value="v"><input type="submit" name="go">'
        f'<div {HIDDEN}>Fax <input name="fax" placeholder="Fax number"></div>'
        '<span id="s">Country</span><select name="country" aria-labelledby="s"><option>USA<option>UK</select>'
        '<textarea name="more" aria-label="Anything   else"></textarea></form>'
        '<input name="outside"><input name="late" form="join">'
    )
    join, loose = page.forms
    assert (join.name, join.action, join.method) == ("join", "https://shop.example/join", "post")
    assert join.fields == (
        FormField(name="name", type="text", label="Full name", autocomplete="name", required=True),
        FormField(name="born", type="date", label="Born", required=True),
        FormField(name="token", type="hidden", label="", hidden=True),
        FormField(name="fax", type="text", label="Fax number", hidden=True),
        FormField(name="country", type="select", label="Country", options=("USA", "UK")),
        FormField(name="more", type="textarea", label="Anything else"),
        FormField(name="late", type="text", label=""),
    )
    assert [field.name for field in loose.fields] == ["outside"]
    assert "Fax" not in page.text


def test_notices_are_what_speaks_up() -> None:
    page = read(
        '<div role="alert">Down\nsoon</div><section aria-label="News"><p>Changes</p></section><section>plain</section>'
        '<dialog open aria-labelledby="t"><h2 id="t">Cookies</h2>We ask</dialog><dialog>closed</dialog>'
        f'<div role="dialog" {HIDDEN}>hidden</div><div role="banner"></div>'
    )
    assert page.notices == (
        Notice(role="alert", name="", text="Down soon"),
        Notice(role="region", name="News", text="Changes"),
        Notice(role="dialog", name="Cookies", text="Cookies\nWe ask"),
        Notice(role="banner", name="", text=""),
    )


def test_tables_are_rows_of_cells_and_not_those_within() -> None:
    page = read("<table><tr><th>A<th>B</tr><tr><td>1<td><table><tr><td>in</table></tr></table>")
    assert page.tables == ((("A", "B"), ("1", "in")), (("in",),))


def obfuscated(address: str, key: int = 0x5A) -> str:
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


def test_mail_addresses_are_found_however_they_are_hidden() -> None:
    page = read(
        "<p>Write to help@shop.example.</p><a href='mailto:Sales%40shop.example?subject=x'>sales</a> "
        f"<a class='__cf_email__' data-cfemail='{obfuscated('dpo@shop.example')}'>[email&#160;protected]</a> "
        f"<a href='/cdn-cgi/l/email-protection#{obfuscated('legal@shop.example')}'>legal</a><i data-cfemail='zz'>x</i>"
    )
    assert page.mail_addresses == (
        "help@shop.example", "dpo@shop.example", "Sales@shop.example", "legal@shop.example",
    )  # fmt: skip
    assert "dpo@shop.example" in page.text
    assert "protected" not in page.text
    assert [decoded(one) for one in ("", "5", "zz", "5a")] == ["", "", "", ""]


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_an_answer_that_lets_nobody_in_is_no_page_that_was_seen(status) -> None:
    assert read("<h1>No</h1>", status=status).untold
    assert not read("<h1>Gone</h1>", status=404).untold


def test_what_cannot_be_read_whole_is_not_read_in_part() -> None:
    assert read("<div>" * 200 + "deep").text == "deep"
    with pytest.raises(CannotVerify, match="nested too deeply"):
        read("<div>" * 300 + "deep")
    with pytest.raises(CannotVerify, match="holds no document"):
        read(b"")
    with pytest.raises(CannotVerify, match="holds no document"):
        read(b"<p>x", charset="no-such-charset")


def test_entities_do_not_grow() -> None:
    bomb = "".join(f"<!ENTITY e{n} '&e{n - 1};&e{n - 1};'>" for n in range(1, 40))
    page = read(f"<!DOCTYPE html [<!ENTITY e0 'lol'>{bomb}]><p>&e39;</p>")
    assert len(page.text) < 5000
