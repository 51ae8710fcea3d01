"""What a website announces of its policy: the days that a notice names, and notices that name none."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from clausecheck.facts import Page

_CHANGES: Final = re.compile(
    r"\b(chang|updat|amend|revis|replac|modif|new\b|änder|aktualisier|neu\b|neue|nouve|actualiz|cambi|nuev)",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?"
_DAYS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?{_MONTH},?\s+(?P<year>\d{{4}})\b",
        r"\b(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)\b",
        r"\b(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})\b",
    )
)
"""Days as they are written in full. 3/4/2026 is two days, depending on the reader, and none here."""


@dataclass(frozen=True, kw_only=True)
class Announced:
    """`days` are named by notices that say that the policy changes; `undated`: one of them names no day at all.
    `elsewhere` are the days that such a sentence names outside every notice.
    """

    days: frozenset[date]
    undated: bool
    elsewhere: frozenset[date]


def announced(pages: Iterable[Page], title: str) -> Announced:
    """What these pages announce about the policy called `title`."""
    days: set[date] = set()
    elsewhere: set[date] = set()
    undated = False
    for page in pages:
        for notice in page.notices:
            if _speaks(notice.text, title):
                named = set(days_in(notice.text))
                days |= named
                undated = undated or not named
        if _speaks(page.text, title):
            elsewhere |= set(days_in(page.text))
    return Announced(days=frozenset(days), undated=undated, elsewhere=frozenset(elsewhere - days))


def _speaks(text: str, title: str) -> bool:
    """Whether one sentence names the policy and says that it changes: a banner that links to it does not."""
    named = title.casefold()
    return any(named in sentence.casefold() and _CHANGES.search(sentence) for sentence in _SENTENCE.split(text))


def days_in(text: str) -> Iterator[date]:
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = int(parts.get("number") or 0) or _MONTHS.index(parts["month"][:3].lower()) + 1
            try:
                yield date(int(parts["year"]), month, int(parts["day"]))
            except ValueError:  # it looks like a day, and the calendar has none such
                continue
