from markdown_it import MarkdownIt

from clausecheck.model import Outcome, Run
from clausecheck.reports import markdown
from tests.reports.past_of_sample import run_with_past
from tests.reports.sample import HOSTILE, clause, finding, sample_run

READER = MarkdownIt("gfm-like", {"html": True, "linkify": False})


def test_summary_says_the_verdict_first_and_what_to_do(run: Run) -> None:
    text = markdown.render(run)
    assert text.startswith("# 2 promises are broken, 3 could not be verified")
    assert "| 6.c | Communication records | high | crm.communications | 1,234 of 84,120 communication records" in text
    assert "Delete them." in text
    assert "Without waivers: 3 violated" in text
    assert "The audit ended before this was looked at." in text


def test_violated_clauses_stand_before_unverified_ones(run: Run) -> None:
    text = markdown.render(run)
    assert text.index("## Violated") < text.index("## Unverified") < text.index("## Attested and waived")


def test_incomplete_and_partial_runs_say_so() -> None:
    text = markdown.render(sample_run(complete=False, selection=("6", "4.1.c"), warnings=("the clock is off",)))
    assert "**Incomplete.**" in text
    assert "Only 6, 4.1.c was asked for." in text
    assert "> the clock is off" in text


def test_history_is_counted() -> None:
    text = markdown.render(run_with_past())
    assert "Since the run before: " in text
    assert "1 fixed" in text
    assert "1 still failing" in text
    assert "Since the run before" not in markdown.render(sample_run())


def test_names_are_neither_html_nor_markup_nor_links() -> None:
    names = (*HOSTILE, "](https://attacker.example)", "@everybody", "www.attacker.example", "# heading", "a|b", "`x`")
    named = [finding("6", Outcome.VIOLATED, name, resource=name, violations=1, found=name) for name in names]
    html = READER.render(markdown.render(sample_run(clauses=(clause("6", names[0], *named),), acceptances=())))
    assert html.count("<tr>") == len(names) + 3
    assert not [tag for tag in ("<script", "<a ", "<code>x", "<em>", "<img") if tag in html]
    assert "://" not in markdown.render(sample_run())
    assert "&lt;script&gt;alert(" in html


def test_summary_fits_into_a_step_and_says_what_does_not() -> None:
    many = [
        finding("6", Outcome.VIOLATED, "x", resource=f"{number}-{'y' * 390}", violations=1) for number in range(2_500)
    ]
    text = markdown.render(sample_run(clauses=(clause("6", "Kept", *many),)))
    assert 900_000 < len(text.encode()) < 1_048_576
    assert "more lines would not fit here; index.html and findings.csv have them all." in text


def test_each_sign_is_escaped_once() -> None:
    assert markdown.escaped("\\*&#<@") == "\\\\\\*&amp;\\#&lt;&#64;"
