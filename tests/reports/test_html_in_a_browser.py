"""The filter in a real browser: that it runs at all shows that the page's own security policy admits the script."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import axe_playwright_python
import pytest
from lxml import html
from playwright.sync_api import sync_playwright

from clausecheck.reports.language import languages
from clausecheck.reports.writing import write
from tests.reports.past import run_with_a_past
from tests.reports.sample import LATE, sample_run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--disable-component-update",
)  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium")


def opened(folder: Path, asked: str) -> html.HtmlElement:
    """The page's elements once its script has run, opened as `index.html<asked>`."""
    write(sample_run(), folder / "report")
    options = ("--headless", *QUIET, f"--user-data-dir={folder / 'profile'}", "--dump-dom")
    url = (folder / "report" / "index.html").as_uri() + asked
    done = subprocess.run([str(CHROMIUM), *options, url], capture_output=True, check=True, timeout=60)
    return html.document_fromstring(done.stdout.decode())


def shown(page: html.HtmlElement) -> list[str]:
    return page.xpath("//article[not(ancestor-or-self::*[@hidden])]/@id")


def test_filter_shows_only_the_outcomes_asked_for(tmp_path: Path) -> None:
    page = opened(tmp_path, "?outcome=violated,waived")
    assert shown(page) == ["clause-4.1.b", "clause-4.1.c", "clause-6.c"]
    assert page.xpath("//button[@aria-pressed='true']/@data-outcome") == ["violated", "waived"]
    assert page.xpath("string(//p[@role='status'])") == "Showing 3 of 13 clauses."
    assert page.xpath("//section[@id='section-1']/@hidden")
    assert not page.xpath("//form/@hidden")


def test_headings_answer_to_the_filter_for_informative_clauses(tmp_path: Path) -> None:
    page = opened(tmp_path, "?outcome=informative")
    assert not shown(page)
    assert not page.xpath("//section[@id='section-4.1']/@hidden")
    assert page.xpath("//section[@id='section-6']/@hidden")


def test_link_to_a_clause_shows_it_whatever_the_filter_says(tmp_path: Path) -> None:
    page = opened(tmp_path, "?outcome=violated#clause-1.1.a")
    assert "clause-1.1.a" in shown(page)
    assert not page.xpath("//button[@aria-pressed='true']")


@pytest.mark.parametrize("language", languages())
def test_axe_finds_nothing_in_light_or_dark(language: str, tmp_path: Path) -> None:
    write(replace(run_with_a_past(), language=language), tmp_path)
    axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for scheme in ("light", "dark"):
            # Its own policy keeps every script out but the page's: axe has to be let in.
            page = browser.new_context(bypass_csp=True, color_scheme=scheme).new_page()  # type: ignore[arg-type]
            page.goto((tmp_path / "index.html").as_uri())
            page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
            page.evaluate(axe)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        browser.close()


def test_page_fits_a_phone_and_copies_its_citations(tmp_path: Path) -> None:
    endless = replace(LATE, resource="bucket" * 80, examples=("key" * 200,), remedy="x" * 300)
    run = run_with_a_past()
    longer = (replace(one, findings=(*one.findings, endless)) if one.clause.id == "6.c" else one for one in run.clauses)
    write(replace(run, clauses=tuple(longer), organisation="Company" * 60), tmp_path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto((tmp_path / "index.html").as_uri() + "#clause-6.c")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.locator("#clause-6\\.c details.about summary").click()
        page.locator("#clause-6\\.c button.copy").click()
        assert "clause 6.c: violated on staging" in page.evaluate("String(getSelection())")
        assert not said, "the page's own policy let everything of its own through"
        browser.close()
