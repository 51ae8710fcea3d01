import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise

import pytest
from lxml import html

from clausecheck.model import Run
from clausecheck.reports.html import render
from tests.reports.sample import CRASHED, HOLDS, LATE, SCRIPT, clause, heading, sample_run


@pytest.fixture
def page(run: Run) -> html.HtmlElement:
    return html.document_fromstring(render(run))


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def article(page: html.HtmlElement, place: str) -> html.HtmlElement:
    return page.get_element_by_id(f"clause-{place}")


def outside_folds(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.xpath(".//text()[not(ancestor::details)]")).split())


def test_names_from_systems_are_text_and_never_markup(run: Run, page: html.HtmlElement) -> None:
    assert len(page.xpath("//script")) == 1
    assert SCRIPT not in render(run)
    assert SCRIPT in text_of(article(page, "4.1.c"))
    assert "⟨U+202E⟩" in text_of(article(page, "4.1.c"))


def test_policy_admits_the_style_and_the_script_inside_and_nothing_else(page: html.HtmlElement) -> None:
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    digests = [b64encode(sha256(page.find(f".//{tag}").text.encode()).digest()).decode() for tag in ("style", "script")]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]")


def test_page_points_nowhere_but_into_itself(page: html.HtmlElement) -> None:
    links = page.xpath("//@href | //@src | //@action")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[:1] for link in links} == {"#"}
    assert {link[1:] for link in links} <= set(ids)
    assert not re.search(r"url\(|@import|https?://(?!attacker\.example)", render(sample_run()))


def test_every_clause_has_a_place_to_link_to_in_policy_order(run: Run, page: html.HtmlElement) -> None:
    places = [place.removeprefix("clause-") for place in page.xpath("//@id[starts-with(., 'clause-')]")]
    assert places == [result.clause.id for result in run.clauses]


def test_headings_never_skip_a_level(page: html.HtmlElement) -> None:
    levels = [int(element.tag[1]) for element in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_section_tells_its_items_outcomes_and_inherits_none(page: html.HtmlElement) -> None:
    (section,) = page.xpath("//section[@id='section-4']")
    assert text_of(section.find("div/ul")) == "1 violated1 waived1 attested"
    assert "data-outcome" not in section.attrib
    (sixth,) = page.xpath("//section[@id='section-6']")
    assert not sixth.xpath(".//*[@id='clause-60']")


def test_opening_says_what_a_board_needs(page: html.HtmlElement) -> None:
    opening = text_of(page.find(".//header"))
    assert "2 promises are broken, 3 could not be verified" in opening
    assert "staging as of 1 March 2026, 07:00 EST (UTC-05:00)" in opening
    assert "Privacy Policy of 15 March 2024" in opening
    assert "2026-03-01-staging-7f3a" in text_of(page.find(".//footer"))


def test_incomplete_and_partial_runs_say_so() -> None:
    assert "Incomplete." not in render(sample_run())
    assert "Incomplete." in render(sample_run(complete=False))
    assert "only 6, 4.1.c was asked for" in " ".join(render(sample_run(selection=("6", "4.1.c"))).split())
    assert "the clock is off" in render(sample_run(warnings=("the clock is off",)))


def test_violation_is_told_with_exact_counts_and_at_most_five_examples(page: html.HtmlElement) -> None:
    late = article(page, "6.c")
    told = outside_folds(late)
    assert "1,234 of 84,120 communication records : kept too long." in told
    assert "84,120 of 84,120 communication records examined" in told
    assert "7 could not be decided" in told
    assert "41 kept under a legal hold" in told
    assert len(late.xpath(".//ul[@class='examples']/li/bdi")) == 5
    assert "and 1,229 more" in told
    assert "Period: 5 years" in told
    assert "The database's clock is 90 seconds behind." in told


def test_what_only_engineers_read_is_folded(page: html.HtmlElement) -> None:
    late = article(page, "6.c")
    assert "SELECT id" in text_of(late)
    told = outside_folds(page)
    assert "SELECT id" not in told
    assert "records_leave_on_time" not in told


def test_unverified_says_why_and_what_to_do(page: html.HtmlElement) -> None:
    told = outside_folds(article(page, "6.c"))
    assert "Nobody could tell: the archive did not answer. What to do Give the auditing role a replica." in told
    assert "The audit ended before this was looked at." in outside_folds(article(page, "1.1.b"))


def test_reasons_are_gathered_with_the_clauses_that_they_leave_open(page: html.HtmlElement) -> None:
    entries = {text_of(entry.find("p")): entry.xpath(".//a/@href") for entry in page.xpath("//ul[@class='unseen']/li")}
    assert entries["the archive did not answer"] == ["#clause-6.c"]
    assert entries["No check judges this yet."] == ["#clause-1.1.a"]
    assert entries["The audit ended before this was looked at."] == ["#clause-1.1.b"]


def test_waiver_and_attestation_say_who_and_until_when(page: html.HtmlElement) -> None:
    assert "1 of 1 accepted by the waiver of policy/waivers.yaml:4" in outside_folds(article(page, "4.1.b"))
    assert "(by the attestation of policy/attestations.yaml:4)" in outside_folds(article(page, "4.1.a"))
    told = text_of(page.xpath("//section[@aria-labelledby='accepted']")[0])
    assert "by the role infrastructure for bucket backup-2025, from 19 February 2026 until 30 April 2026" in told
    assert "It does not count: it expired on 2026-02-28." in told
    assert "Without waivers: 3 violated" in text_of(page)


def test_outcome_is_a_word_and_a_shape_as_well_as_a_colour(page: html.HtmlElement) -> None:
    for element in page.xpath("//article"):
        (tag,) = element.xpath("./div/span[contains(@class, 'outcome')]")
        assert text_of(tag).lower() == element.get("data-outcome")
        assert tag.find("svg/use").get("href") == f"#mark-{element.get('data-outcome')}"


def test_everything_shows_without_the_script(page: html.HtmlElement) -> None:
    assert [element.tag for element in page.xpath("//*[@hidden]")] == ["form", *["button"] * 7]
    assert set(page.xpath("//button[@hidden]/@class")) == {"copy"}  # the text beside it can be selected
    assert set(page.xpath("//form//button/@aria-pressed")) == {"false"}


def test_honoured_says_how_many_were_examined_and_whose_number_it_is() -> None:
    page = html.document_fromstring(render(sample_run(clauses=(clause("6", "Holds", HOLDS),))))
    told = outside_folds(article(page, "6"))
    assert "6 of 6 legal holds examined in crm.legal_holds ; nothing speaks against the promise." in told
    assert (
        "Basis: the company's own proposal, where the published policy gives no number, not approved by anybody yet"
        in told
    )


def test_clause_outside_every_known_section_is_not_lost() -> None:
    page = html.document_fromstring(render(sample_run(sections=(), clauses=(clause("6.c", "Late", LATE),))))
    assert "1,234 of 84,120" in text_of(article(page, "6.c"))


def test_heading_that_obliges_stands_first_below_itself() -> None:
    clauses = (heading("4", "Security"), clause("4.1", "Technical", CRASHED), clause("4.1.a", "Late", LATE))
    page = html.document_fromstring(render(sample_run(clauses=clauses)))
    places = page.xpath("//section[@id='section-4.1']//article/@id")
    assert places == ["clause-4.1", "clause-4.1.a"]


def test_run_without_clauses_still_has_a_page() -> None:
    assert "No promise was audited." in render(sample_run(clauses=()))


def test_the_owner_of_a_system_is_told_how_to_see_behind_pseudonyms(run: Run, page: html.HtmlElement) -> None:
    command = f"clausecheck reveal {run.id} '{LATE.id}'"
    assert command in text_of(article(page, "6.c"))
    assert command not in outside_folds(article(page, "6.c"))
    assert "clausecheck reveal" not in text_of(article(page, "4.1.c"))  # its examples are names, of no database
