import csv
import io

import pytest

from clausecheck.model import Outcome, Run
from clausecheck.reports import findings_csv, table
from tests.reports.past_of_sample import run_with_past
from tests.reports.sample import CONTROLS, FORMULA, HOSTILE, clause, finding, sample_run


def rows(run: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(findings_csv.render(run), newline="")))


def test_each_finding_is_a_row_in_the_order_of_the_policy(run: Run) -> None:
    told = rows(run)
    assert [row["clause"] for row in told] == ["1.1.a", "1.1.b", "4.1.a", "4.1.b", "4.1.c", "6", "6.a", "6.c", "6.c"]
    late = told[-2]
    assert (late["examined"], late["violations"], late["undecidable"]) == ("84120", "1234", "7")
    assert late["found"] == "kept too long"
    assert late["examples"].count("record-") == 7
    assert told[1]["message"] == "The audit ended before this was looked at."
    assert told[3]["waived_by"] == "policy/waivers.yaml:4"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", '"=', "\uff1d", "\u3000="])
def test_no_text_is_a_formula(start: str) -> None:
    assert str(table.cell(f"{start}1+1"))[0] == "'"


def test_numbers_stay_numbers_and_texts_stay_on_their_line() -> None:
    assert table.cell(-5) == -5
    assert table.cell("a\r\nb\u2028c\td") == "a b c d"
    assert len(str(table.cell("x" * 50_000))) < 32_767


def test_hostile_names_are_cells_and_nothing_else() -> None:
    named = [finding("6", Outcome.VIOLATED, name, system=name, resource=name) for name in HOSTILE]
    told = rows(sample_run(clauses=(clause("6", FORMULA, *named),)))
    assert len(told) == len(HOSTILE)
    assert all(not value.startswith(("=", "+", "-", "@")) for row in told for value in row.values())
    assert {row["title"] for row in told} == {f"'{FORMULA}"}
    assert "⟨U+0000⟩" in told[HOSTILE.index(CONTROLS)]["system"]


def test_history_says_what_is_new_and_since_when() -> None:
    told = {row["id"]: row for row in rows(run_with_past())}
    changes = {row["change"] for row in told.values()}
    assert {"new", "fixed", "still failing", "lost from sight"} <= changes
    late = told["records_leave_on_time[6.c-crm]"]
    assert (late["change"], late["runs"], late["failing_since"][:10]) == ("still failing", "4", "2026-02-22")
    assert {row["change"] for row in rows(sample_run())} == {""}
