import pytest
from lxml import html

from benchmarks.reports import large_run
from clausecheck.reports.html import render
from clausecheck.reports.html.room import LARGEST, ROOMS, Statements, rooms
from tests.reports.sample import sample_run


@pytest.fixture(scope="module")
def page() -> str:
    return render(large_run(5000, 100_000))


def test_page_of_a_hundred_thousand_violations_stays_small_and_counts_exactly(page: str) -> None:
    assert len(page.encode()) <= LARGEST
    clause = html.document_fromstring(page).get_element_by_id("clause-6.c")
    run = large_run(5000, 100_000)
    findings = next(result for result in run.clauses if result.clause.id == "6.c").findings
    told = " ".join(clause.text_content().split())
    places = sum(1 for one in findings if one.examined)
    assert f"in {places} places" in told
    assert "findings.csv lists each" in told


def test_roomiest_page_that_fits_is_written() -> None:
    assert rooms(sample_run()) == ROOMS
    tried = rooms(large_run(5000, 0))
    assert tried == ROOMS[-len(tried) :]
    assert len(tried) < len(ROOMS)


def test_statement_is_printed_once_and_only_where_there_is_room() -> None:
    room = ROOMS[1]
    statements = Statements(room)
    assert statements.printed("SELECT 1", "here") == "here"
    assert statements.printed("SELECT 1", "there") == "here"
    assert statements.printed("x" * (room.statement + 1), "there") == ""
    for number in range(100):
        statements.printed(f"{number:03}" * (room.statement // 3), f"at-{number}")
    assert statements.printed("y" * room.statement, "last") == ""
