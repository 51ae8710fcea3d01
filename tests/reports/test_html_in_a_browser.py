"""The filter in a real browser: that it runs at all shows that the page's own security policy admits the script."""

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html

from clausecheck.reports.writing import write
from tests.reports.sample import sample_run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium")


def opened(folder: Path, asked: str) -> html.HtmlElement:
    """The page's elements once its script has run, opened as `index.html<asked>`."""
    write(sample_run(), folder / "report")
    options = (
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
        "--disable-component-update", f"--user-data-dir={folder / 'profile'}", "--dump-dom",
    )  # fmt: skip
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
