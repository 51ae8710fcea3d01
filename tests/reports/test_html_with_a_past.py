"""The page of a run that has earlier ones, evidence and a signature; and what it says where it has none."""

from dataclasses import replace

import pytest
from lxml import html

from clausecheck.model import EvidenceRef, History
from clausecheck.reports.html import render
from tests.reports.past import EVIDENCE, HISTORY, run_with_a_past
from tests.reports.sample import SCRIPT, sample_run


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    return html.document_fromstring(render(run_with_a_past()))


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def section(page: html.HtmlElement, name: str) -> str:
    (one,) = page.xpath(f"//section[@aria-labelledby='{name}']")
    return text_of(one)


def test_possible_breach_stands_in_a_box_of_its_own_with_its_clock(page: html.HtmlElement) -> None:
    told = section(page, "today")
    assert "within 72 hours" in told
    assert "4.1.c Second factor 2 of 23 administrators" in told
    assert "First seen 1 March 2026, 07:00 EST (UTC-05:00). Counted from then, 72 hours end 4 March 2026, 07:00" in told
    assert page.get_element_by_id("today").tag == "h2"
    assert "1 finding may be a personal-data breach: decide today" in text_of(page.find(".//header"))


def test_opening_says_what_changed_and_links_to_it(page: html.HtmlElement) -> None:
    opening = text_of(page.find(".//header"))
    assert (
        "Since the audit of 22 February 2026, 07:00 EST (UTC-05:00): "
        "1 newly violated, 2 lost from sight, 1 otherwise worse, 1 better."
    ) in opening
    told = section(page, "changes")
    assert "4.1.c Second factor honoured before, violated now" in told
    assert "6.a Accounts violated before, unverified now" in told
    assert "1 clause is violated as before." in told
    assert "2 findings of the audit before, then honoured, are no longer asked for." in told


def test_without_earlier_audits_the_page_says_that_it_cannot_tell() -> None:
    first = replace(HISTORY, runs=())
    for run in (sample_run(), sample_run(history=History()), run_with_a_past(history=first)):
        assert "this page cannot tell what is new" in text_of(html.document_fromstring(render(run)).find(".//header"))
    assert "newly violated" not in render(run_with_a_past(history=first))
    assert "for the first time" not in render(run_with_a_past(history=first))


def test_clause_says_since_when_and_in_how_many_audits(page: html.HtmlElement) -> None:
    assert "violated since 8 February 2026, in 4 audits in a row" in text_of(page.get_element_by_id("clause-6.c"))
    assert "In the audit before, it was honoured." in text_of(page.get_element_by_id("clause-4.1.c"))


def test_clause_says_whether_its_check_was_seen_to_fail(page: html.HtmlElement) -> None:
    assert "was seen to fail where it has to: it was tried in 12 staged situations" in text_of(
        page.get_element_by_id("clause-6.c")
    )
    assert "Nobody has shown yet" in text_of(page.get_element_by_id("clause-4.1.c"))


def test_evidence_is_linked_by_its_digest(page: html.HtmlElement) -> None:
    links = {text_of(link): link.get("href") for link in page.xpath("//footer//a")}
    assert links["folder of the evidence"] == f"{EVIDENCE.folder}/"
    assert links["facts.jsonl"] == f"{EVIDENCE.folder}/facts.jsonl"
    assert links["seen/a b:c.png"].endswith("/seen/a%20b%3Ac.png")
    assert EVIDENCE.manifest_sha256 in text_of(page.get_element_by_id("clause-6.c"))
    assert "by the key SHA256:k3y" in text_of(page.find(".//footer"))
    unsigned = render(run_with_a_past(evidence=EvidenceRef(folder="javascript:alert(1)", manifest_sha256="0" * 64)))
    assert "nobody signed the evidence" in unsigned
    assert 'href="javascript:' not in unsigned


def test_ages_are_drawn_with_their_limit_and_told_as_a_table(page: html.HtmlElement) -> None:
    (figure,) = page.xpath("//figure[@class='ages']")
    assert figure.find("svg").get("aria-label") == "1,234 of 84,120 communication records are older than the period."
    assert "Limit: 5 years" in text_of(figure)
    rows = [text_of(row) for row in figure.xpath(".//tbody/tr")]
    assert len(rows) == 12
    assert rows[0] == "0 to 10 %9,000"
    assert rows[-1].startswith("older still")


def test_pictures_have_words(page: html.HtmlElement) -> None:
    pictures = page.xpath("//*[local-name()='svg'][@role='img']")
    assert len(pictures) >= 8
    assert all(one.find("title") is not None for one in pictures)


def test_signed_page_prints_each_decision_with_its_day(page: html.HtmlElement) -> None:
    told = section(page, "signed")
    assert f"Signed by {SCRIPT}, data protection officer, on 1 March 2026, 10:00 EST (UTC-05:00)." in told
    assert "6.c" in told
    assert "31 March 2026" in told
    unsigned = html.document_fromstring(render(replace(run_with_a_past(), sign_off=None)))
    assert "by-hand" in unsigned.xpath("//section[@aria-labelledby='signed']/@class")[0]


def test_citation_names_clause_outcome_run_and_digest(page: html.HtmlElement) -> None:
    (cite,) = page.get_element_by_id("clause-6.c").xpath(".//dd[@class='cite']/span")
    assert "Privacy Policy of 15 March 2024, clause 6.c: violated on staging as of 1 March 2026" in text_of(cite)
    assert EVIDENCE.manifest_sha256 in text_of(cite)


def test_names_of_people_who_sign_are_text(page: html.HtmlElement) -> None:
    assert len(page.xpath("//script")) == 1
