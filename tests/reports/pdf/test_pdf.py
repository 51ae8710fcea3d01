"""The paper, as pypdf reads it; where WeasyPrint lacks its libraries, the line that installs them is the skip's."""

import io
from dataclasses import replace
from importlib import util
from pathlib import Path

import pytest

from clausecheck.concluding import Ending, conclude
from clausecheck.reports import pdf
from tests.reports.past import EVIDENCE, run_with_a_past
from tests.reports.sample import FORMULA, sample_run

pytestmark = pytest.mark.skipif(bool(pdf.missing()), reason=pdf.missing() or "WeasyPrint is there")


@pytest.fixture(scope="module")
def paper() -> "object":
    import pypdf

    return pypdf.PdfReader(io.BytesIO(pdf.render(run_with_a_past())))


def text(page: "object") -> str:
    return " ".join(page.extract_text().split())  # type: ignore[attr-defined]


def test_paper_is_tagged_and_says_its_language_and_title(paper) -> None:
    catalogue = paper.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/StructTreeRoot"]
    assert catalogue["/Lang"] == "en"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "2 promises are broken" in paper.metadata.title
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()


def test_every_picture_has_words_for_who_does_not_see_it(paper) -> None:
    figures = list(figures_of(paper.trailer["/Root"]["/StructTreeRoot"]))
    assert len(figures) >= 6
    assert all(figure.get("/Alt") for figure in figures)


def figures_of(node):
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        one = kid.get_object()
        if hasattr(one, "get"):
            if one.get("/S") == "/Figure":
                yield one
            yield from figures_of(one)


def test_each_page_tells_its_number_the_run_and_the_digest_of_its_evidence(paper) -> None:
    assert len(paper.pages) >= 5
    for number, page in enumerate(paper.pages, start=1):
        told = text(page)
        assert f"{number} / {len(paper.pages)}" in told
        assert run_with_a_past().id in told
        assert EVIDENCE.manifest_sha256 in told


def test_contents_name_each_section_with_its_page(paper) -> None:
    told = text(paper.pages[0])
    for number, title in (("1", "What we collect"), ("6", "How long we keep it")):
        place = paper.named_destinations[f"section-{number}"]
        assert f"{number} {title} {paper.get_destination_page_number(place) + 1}" in told
    assert [entry.title for entry in paper.outline if not isinstance(entry, list)]


def test_names_from_systems_are_words_on_paper_too(paper) -> None:
    told = " ".join(map(text, paper.pages))
    assert "<script>alert('name')</script>" in told
    assert FORMULA in told
    assert "SELECT id" not in told


def test_signature_is_printed_and_lines_to_sign_where_there_is_none(paper) -> None:
    assert "31 March 2026" in " ".join(map(text, paper.pages))
    assert "Nobody has signed this audit yet." in " ".join(pdf.page(sample_run()).split())


def test_paper_in_german_says_so() -> None:
    import pypdf

    small = replace(sample_run(), clauses=sample_run().clauses[:4], language="de")
    german = pypdf.PdfReader(io.BytesIO(pdf.render(small)))
    assert german.trailer["/Root"]["/Lang"] == "de"
    assert "2 Zusagen ließen sich nicht prüfen" in text(german.pages[0]).replace("- ", "")


def test_same_run_gives_the_same_bytes() -> None:
    small = replace(sample_run(), clauses=sample_run().clauses[:3])
    assert pdf.render(small) == pdf.render(small)


def test_paper_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    small = replace(sample_run(), clauses=sample_run().clauses[:3])
    _, paths = conclude(small, Ending(report=tmp_path, pdf=True))
    assert tmp_path / "report.pdf" in paths
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-1.7")
    conclude(small, Ending(report=tmp_path / "other"))
    assert not (tmp_path / "other" / "report.pdf").exists()


def test_without_the_extra_paper_is_left_out_and_the_run_says_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(util, "find_spec", lambda _name: None)
    monkeypatch.setattr(pdf, "find_spec", lambda _name: None)
    run, paths = conclude(sample_run(), Ending(report=tmp_path, pdf=True))
    assert tmp_path / "report.pdf" not in paths
    assert (tmp_path / "index.html").exists()
    (said,) = run.warnings
    assert "pip install 'clausecheck[pdf]'" in said
