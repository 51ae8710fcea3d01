"""The page of the cases: what happened, which clause it breaks here, and whether a check would have caught it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from clausecheck.case_files import Case, Expected

MADE = "<!-- Made by `clausecheck docs` from fixtures/cases; a change here is lost. -->\n"
_INTRODUCTION = """
# Would it have caught them?

Decisions in which a company broke a promise of this kind, each re-created as a small world in which the clauses named
must turn red. The facts are those of the decision; days are moved so that this policy was in force. No check knows of a
case.
"""
_HEAD = "| case | what happened | clause | check | caught |\n|---|---|---|---|---|\n"


def cases_page(cases: Sequence[Case], root: Path) -> str:
    """Markdown: how many are caught, one row for each clause and check of a case, then where each decision stands."""
    rows = "".join(row for case in cases for row in _rows(case, root))
    return f"{MADE}{_INTRODUCTION}\n{_summary(cases)}\n\n{_HEAD}{rows}\n## What became of them\n\n{_outcomes(cases)}"


def _summary(cases: Sequence[Case]) -> str:
    whole = sum(1 for case in cases if not any(one.not_yet for one in case.expected))
    none = sum(1 for case in cases if all(one.not_yet for one in case.expected))
    return f"{len(cases)} cases: {whole} caught, {len(cases) - whole - none} caught in part, {none} not yet caught."


def _rows(case: Case, root: Path) -> Iterator[str]:
    name = f"[{_cell(case.name)}]({Path('..') / case.path.relative_to(root)}), {case.year}"
    happened = _cell(case.what_happened)
    for one in case.expected:
        yield f"| {name} | {happened} | {one.clause} | {_check(one)} | {_caught(one)} |\n"
        name = happened = ""


def _check(one: Expected) -> str:
    return f"`{one.check}`" if one.not_yet else f"[`{one.check}`](checks/{one.check}.md)"


def _caught(one: Expected) -> str:
    return f"not yet: {_cell(one.not_yet)}" if one.not_yet else "yes"


def _outcomes(cases: Sequence[Case]) -> str:
    head = "| case | decision | status | what became of it |\n|---|---|---|---|\n"
    rows = (
        f"| {_cell(case.name)} | {_cell(case.authority)}, {case.year}: {_cell(case.reference)} | {case.status} | "
        f"{_cell(case.what_became_of_it)}{_doubts(case)} |\n"
        for case in cases
    )
    return head + "".join(rows)


def _doubts(case: Case) -> str:
    return "".join(f"<br>Not checked: {_cell(doubt)}" for doubt in case.unchecked)


def _cell(text: str) -> str:
    """Text as a cell of a Markdown table may hold it: one line, no bar."""
    return " ".join(text.split()).replace("|", "\\|")
