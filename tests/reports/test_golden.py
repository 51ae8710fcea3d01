"""The whole text of each report.

CLAUSECHECK_UPDATE_GOLDEN=1 writes the files anew; read the difference before committing.
"""

import os
from pathlib import Path

import pytest

from clausecheck.model import Run
from clausecheck.reports.all_reports import ALL_REPORTS, rendered
from clausecheck.reports.html import render
from tests.reports.past import run_with_a_past
from tests.reports.sample import sample_run

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", ALL_REPORTS)
def test_report_is_the_golden_one(name: str, run: Run) -> None:
    report = rendered(run)[name]
    if os.environ.get("CLAUSECHECK_UPDATE_GOLDEN") == "1":
        (GOLDEN / name).write_bytes(report)
    assert report.decode() == (GOLDEN / name).read_bytes().decode()


def test_page_in_german_is_the_golden_one() -> None:
    page = render(run_with_a_past(language="de")).encode()
    if os.environ.get("CLAUSECHECK_UPDATE_GOLDEN") == "1":
        (GOLDEN / "index.de.html").write_bytes(page)
    assert page.decode() == (GOLDEN / "index.de.html").read_bytes().decode()


def test_same_run_gives_the_same_bytes() -> None:
    assert rendered(sample_run()) == rendered(sample_run())


@pytest.mark.parametrize("name", ALL_REPORTS)
def test_no_report_holds_a_character_that_steers_a_terminal(name: str, run: Run) -> None:
    text = rendered(run)[name].decode()
    assert not {c for c in text if not c.isprintable() and c != "\n"}
