"""The site over many runs: every link leads somewhere, every page is whole by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest

from clausecheck.errors import CommandError
from clausecheck.history.keeping import Ledger, Start
from clausecheck.history.signing import Given, signed, undecided
from clausecheck.model import ContractResult, EvidenceRef
from clausecheck.reports.language import language
from clausecheck.site import written
from clausecheck.site.front import HIGH, front, trend
from tests.history.examples import HONOURED, VIOLATED, day, run
from tests.project import Project
from tests.reports.left_in_english import english_in
from tests.reports.sample import AS_OF, sample_run

DIGEST = "ab" * 32
RICH = {
    "evidence": EvidenceRef(folder="evidence/x", manifest_sha256=DIGEST, files={"facts.jsonl": DIGEST}),
    "contracts": (
        ContractResult(dataset="d", category="c", system="crm", resource="t", expectations=(), page="contracts/d.html"),
    ),
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.at("history.sqlite", tmp_path) as opened:
        for number in range(2):
            moment = AS_OF + timedelta(days=number)
            opened.record(replace(sample_run(**RICH), id=f"sample-{number}", as_of=moment, started_at=moment))
        opened.record(run(5, tickets=VIOLATED))
        known = {"target": "staging", "started_at": day(6), "as_of": day(6), "policy_version": day(0).date()}
        opened.begin(Start(id="died", **known))
        yield opened


def broken(folder: Path) -> list[str]:
    """Every link of every page that leads to no file of the site, or to no place in it."""
    return [f"{page}: {link}" for page in folder.rglob("*.html") for link in _links(page) if not _leads(page, link)]


def _links(page: Path) -> set[str]:
    tree = lxml.html.fromstring(page.read_text(encoding="utf-8"))
    return {value for _, name, value, _ in tree.iterlinks() if name in {"href", "src"}}


def _leads(page: Path, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return False
    file = page.parent / unquote(parts.path) if parts.path else page
    if not file.is_file():
        return False
    ids = lxml.html.fromstring(file.read_text(encoding="utf-8")).xpath("//@id") if parts.fragment else []
    return not parts.fragment or unquote(parts.fragment) in ids


def test_every_link_leads_somewhere(ledger: Ledger, tmp_path: Path) -> None:
    told = written(ledger, tmp_path / "site", limit=10)
    assert (told.runs, told.pages) == (4, 3)
    assert broken(tmp_path / "site") == []
    page = (tmp_path / "site" / "runs" / "sample-1" / "index.html").read_text()
    assert DIGEST in page
    assert "evidence/x" not in page


def test_a_signed_run_has_a_signed_page(ledger: Ledger, tmp_path: Path) -> None:
    line = ledger.line("sample-1")
    one = ledger.run(line)
    decisions = tuple((each.clause.id, "Look again.", "2999-01-01") for each in undecided(one))
    ledger.sign(line, signed(one, Given(name="Ada Lovelace", role="dpo", decisions=decisions), at=AS_OF))
    written(ledger, tmp_path / "site", limit=10)
    assert "Ada Lovelace" in (tmp_path / "site" / "runs" / "sample-1" / "index.html").read_text()
    assert broken(tmp_path / "site") == []


def test_the_front_page_shows_every_run_and_what_died(ledger: Ledger, tmp_path: Path) -> None:
    written(ledger, tmp_path / "site", limit=10)
    tree = lxml.html.parse(str(tmp_path / "site" / "index.html"))
    rows = [" ".join(row.text_content().split()) for row in tree.xpath("//tbody/tr")]
    assert len(rows) == 4
    assert rows[0].startswith("died")
    assert rows[0].endswith("incomplete: its end was never recorded")
    assert tree.xpath("//svg[@role='img']/@aria-label")


def test_a_site_is_in_the_language_asked_for(ledger: Ledger, tmp_path: Path) -> None:
    written(ledger, tmp_path / "site", limit=10, code="de")
    front_page = (tmp_path / "site" / "index.html").read_text()
    assert '<html lang="de">' in front_page
    assert "unvollständig: sein Ende wurde nie aufgezeichnet" in front_page
    assert not english_in(front_page)
    assert '<html lang="de">' in (tmp_path / "site" / "runs" / "sample-1" / "index.html").read_text()


def test_without_one_each_page_is_in_its_own_and_the_front_in_that_of_the_latest(tmp_path: Path) -> None:
    with Ledger.at("history.sqlite", tmp_path) as opened:
        for number, code in enumerate(("en", "de")):
            moment = AS_OF + timedelta(days=number)
            opened.record(sample_run(id=f"in-{code}", language=code, as_of=moment, started_at=moment))
        written(opened, tmp_path / "site", limit=10)
    pages = {
        place: (tmp_path / "site" / place / "index.html").read_text() for place in (".", "runs/in-en", "runs/in-de")
    }
    spoken = {place: lxml.html.fromstring(page.encode()).get("lang") for place, page in pages.items()}
    assert spoken == {".": "de", "runs/in-en": "en", "runs/in-de": "de"}


def test_a_limit_and_a_target_leave_no_dead_link(ledger: Ledger, tmp_path: Path) -> None:
    assert written(ledger, tmp_path / "site", target="staging", limit=2).runs == 2
    assert broken(tmp_path / "site") == []


def test_a_trend_stacks_the_outcomes_of_whole_runs(ledger: Ledger) -> None:
    assert trend(ledger.lines()[:1]) == []
    pieces = trend([replace(line, selection=()) for line in ledger.lines() if line.complete])
    assert {piece.x for piece in pieces} == {0, 10, 20}
    assert all(piece.y >= 0 and piece.y + piece.height <= HIGH + 0.1 for piece in pieces)


def test_a_name_is_only_ever_text() -> None:
    page = front({"<script>alert(1)</script>\u202e": []}, language("en"))
    assert "<script>" not in page
    assert "\u202e" not in page


def test_an_empty_history_has_a_page_too(tmp_path: Path) -> None:
    with Ledger.at("history.sqlite", tmp_path) as opened:
        written(opened, tmp_path / "site", limit=10)
    assert "No run was recorded yet." in (tmp_path / "site" / "index.html").read_text()


def test_a_folder_that_takes_nothing_is_told(ledger: Ledger) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        written(ledger, Path("/proc/site"), limit=1)


def test_the_command_writes_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSECHECK_HISTORY", "kept.sqlite")
    with Ledger.at("kept.sqlite", project.folder) as opened:
        opened.record(run(0, tickets=HONOURED))
    told = project.told("site", "public")
    assert (told.code, told.out) == (0, "public/index.html: 1 runs, 1 of them with a page\n")
    assert broken(project.folder / "public") == []


def test_the_command_takes_a_language_that_there_is(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSECHECK_HISTORY", "kept.sqlite")
    with Ledger.at("kept.sqlite", project.folder) as opened:
        opened.record(run(0, tickets=HONOURED))
    assert project.told("site", "public", "--language", "de").code == 0
    assert '<html lang="de">' in (project.folder / "public" / "index.html").read_text()
    refused = project.told("site", "other", "--language", "xx")
    assert (refused.code, (project.folder / "other").exists()) == (3, False)
