"""How long a cookie policy says that something lasts, read at its longest."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

_DAYS: Final = {
    "second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 31.0, "year": 366.0,
}  # fmt: skip
"""A month and a year are as long as the longest of them: nobody is blamed for the calendar."""
_SHORT: Final = {
    "s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour", "d": "day", "w": "week", "wk": "week",
    "mo": "month", "mth": "month", "m": "month", "y": "year", "yr": "year",
}  # fmt: skip
_AMOUNT: Final = re.compile(r"(\d+(?:[.,]\d+)?|\b(?:an?|one)\b)\s*-?\s*([a-z]+)", re.IGNORECASE)
_SESSION: Final = re.compile(
    r"\bsession\b|\bclos(?:e|es|ed|ing)\b[^.]*\bbrowser\b|\bbrowser\b[^.]*\bclos", re.IGNORECASE
)
_ENDLESS: Final = re.compile(
    r"\b(?:persistent|permanent|never|unlimited|indefinite\w*|until (?:it is )?(?:deleted|cleared)"
    r"|until you (?:delete|clear|remove))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Duration:
    """`longest` of what is said; both flags false and no `longest` where the words are not understood."""

    longest: timedelta | None = None
    with_session: bool = False
    without_end: bool = False


def duration(said: str) -> Duration:
    """`13 months` is 403 days, `1 year` 366; of several amounts the sum where "and" joins them, else the longest."""
    amounts = [found for match in _AMOUNT.finditer(said) if (found := _days(match[1], match[2])) is not None]
    if amounts:
        days = sum(amounts) if re.search(r"\band\b|\+", said, re.IGNORECASE) else max(amounts)
        return Duration(longest=timedelta(days=days))
    if _ENDLESS.search(said):
        return Duration(without_end=True)
    return Duration(with_session=bool(_SESSION.search(said)))


def _days(amount: str, unit: str) -> float | None:
    word = unit.lower().rstrip("s") or unit.lower()
    name = _SHORT.get(word, word)
    if name not in _DAYS:
        return None
    number = float(amount.replace(",", ".")) if amount[0].isdigit() else 1.0
    return number * _DAYS[name]
