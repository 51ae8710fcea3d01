"""Words, numbers and dates of the reports that are English whatever the reader's language: terminal, CI, machines.

And what every report shares: `visible`, names of laws, the sign of each outcome. `language` has the other languages.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clausecheck.model import Basis, Outcome
from clausecheck.reports.language import DEFAULT, Language, language

ENGLISH = language(DEFAULT)

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_SUSPECT = re.compile(r"[^\n\t -~]")


@dataclass(frozen=True, kw_only=True, slots=True)
class OutcomeWords:
    """How an outcome is told: a label, a symbol (and one for plain ASCII), a verb for counts, and what it means."""

    label: str
    symbol: str
    ascii: str
    one: str
    many: str
    meaning: str


_SIGNS: dict[Outcome, tuple[str, str]] = {
    Outcome.VIOLATED: ("✗", "x"),
    Outcome.UNVERIFIED: ("?", "?"),
    Outcome.WAIVED: ("~", "~"),
    Outcome.ATTESTED: ("✎", "a"),
    Outcome.HONOURED: ("✓", "+"),
    Outcome.INFORMATIVE: ("·", "-"),
}


def outcomes(said: Language) -> dict[Outcome, OutcomeWords]:
    """The words for every outcome in a language; its signs are the same in all."""
    return {outcome: _outcome(outcome, said) for outcome in Outcome}


def _outcome(outcome: Outcome, said: Language) -> OutcomeWords:
    symbol, plain = _SIGNS[outcome]
    key = f"outcomes.{outcome.value}"
    return OutcomeWords(
        label=said.say(f"{key}.label"), symbol=symbol, ascii=plain, meaning=said.say(f"{key}.meaning"),
        one=said.text(f"{key}.verb", 1), many=said.text(f"{key}.verb", 2),
    )  # fmt: skip


WORDS: dict[Outcome, OutcomeWords] = outcomes(ENGLISH)

BASIS: dict[Basis, str] = {basis: ENGLISH.say(f"basis.{basis.value}") for basis in Basis}


def framework(name: str, said: Language = ENGLISH) -> str:
    """A law or standard of the crosswalk by its own name; one that we do not know by its key."""
    return said.say(f"laws.{name}") if f"laws.{name}" in said.texts else name


def heading(name: str, said: Language = ENGLISH) -> str:
    """What a kind of obligation is called: "mfa" -> "Second factor"; by its own name where no catalogue has it."""
    return said.say(f"kinds.{name}") if f"kinds.{name}" in said.texts else spoken(name)


def number(count: int) -> str:
    """`1234567` -> "1,234,567"."""
    return ENGLISH.number(count)


def plural(count: int, one: str, many: str = "") -> str:
    """`(1, "clause")` -> "1 clause", `(2, "clause")` -> "2 clauses"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def day(when: date) -> str:
    """A day as a reader writes it: "15 March 2024"."""
    return ENGLISH.day(when)


def moment(when: datetime, zone: str) -> str:
    """An aware moment in a time zone: "1 March 2026, 07:00 EST (UTC-05:00)"."""
    return ENGLISH.moment(when, zone)


def duration(length: timedelta) -> str:
    """How long something took: "less than a second", "12 seconds", "3 minutes 20 seconds"."""
    return ENGLISH.duration(length)


def spoken(name: str) -> str:
    """A name of ours for a reader: "late_withdrawal" -> "Late withdrawal"."""
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def visible(text: str) -> str:
    """The text with every control, direction-changing and unassigned character shown as its code: `⟨U+202E⟩`.

    A resource's name comes from a system under audit; it may not steer a terminal, break XML or reorder a line.
    Line breaks and tabs stay.
    """
    return text if text.isprintable() else _SUSPECT.sub(_shown, text)


def _shown(letter: re.Match[str]) -> str:
    return f"⟨U+{ord(letter[0]):04X}⟩" if unicodedata.category(letter[0]) in _UNSAFE else letter[0]
