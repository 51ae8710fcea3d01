"""Tables for spreadsheets: CSV of RFC 4180, UTF-8, whose cells no spreadsheet takes for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Mapping

from clausecheck.reports.words import visible

_FORMULA = re.compile("[ '\"]*[=+@\uff1d\uff0b\uff0d\uff20-]")
"""What begins a formula, the full-width forms that East Asian spreadsheets read as well included."""
_LONGEST = 32_000


def cell(value: object) -> object:
    """A cell on one line; a text that a spreadsheet would run is led by an apostrophe. Numbers stay numbers.

    No cell is longer than a spreadsheet takes (32,767 characters). What leads a formula counts behind white space and
    quotes too, since spreadsheets trim them.
    """
    if not value or not isinstance(value, str):
        return value
    text = " ".join(value[:_LONGEST].split())
    text = visible(text) if len(value) <= _LONGEST else f"{visible(text)}…"
    return f"'{text}" if _FORMULA.match(text) else text


def rendered(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> str:
    """The table with its header; a column that a row does not have is an empty cell."""
    into = io.StringIO()
    names = list(columns)
    writer = csv.writer(into, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([cell(row.get(name, "")) for name in names] for row in rows)
    return into.getvalue()
