"""Words, numbers and dates as every report for a reader writes them: English, and the same on every machine."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clausecheck.model import Basis, Outcome

# Not `strftime("%B")`: that follows the locale of the machine.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})


@dataclass(frozen=True, kw_only=True, slots=True)
class OutcomeWords:
    """How an outcome is told: a label, a symbol (and one for plain ASCII), a verb for counts, and what it means."""

    label: str
    symbol: str
    ascii: str
    one: str
    many: str
    meaning: str


WORDS: dict[Outcome, OutcomeWords] = {
    Outcome.VIOLATED: OutcomeWords(
        label="Violated", symbol="✗", ascii="x", one="is broken", many="are broken",
        meaning="At least one counter-example was found, and counted exactly.",
    ),
    Outcome.UNVERIFIED: OutcomeWords(
        label="Unverified", symbol="?", ascii="?", one="could not be verified", many="could not be verified",
        meaning="Nobody could tell whether this is kept. It says nothing in favour of the company.",
    ),
    Outcome.WAIVED: OutcomeWords(
        label="Waived", symbol="~", ascii="~", one="is broken under a waiver", many="are broken under a waiver",
        meaning="Broken, and somebody accepted exactly these cases for a limited time.",
    ),
    Outcome.ATTESTED: OutcomeWords(
        label="Attested", symbol="✎", ascii="a", one="rests on a signed statement", many="rest on a signed statement",
        meaning="No program can see this. A person vouches for it in a dated document.",
    ),
    Outcome.HONOURED: OutcomeWords(
        label="Honoured", symbol="✓", ascii="+", one="is kept", many="are kept",
        meaning="Everything was looked at, and nothing was found against the promise.",
    ),
    Outcome.INFORMATIVE: OutcomeWords(
        label="Informative", symbol="·", ascii="-", one="obliges nobody", many="oblige nobody",
        meaning="A heading or an explanation, which promises nothing.",
    ),
}  # fmt: skip

BASIS: dict[Basis, str] = {
    Basis.PUBLISHED: "the published policy",
    Basis.LAW: "a law",
    Basis.COMPANY: "the company's own proposal, where the published policy gives no number",
}

FRAMEWORKS: dict[str, str] = {
    "gdpr": "GDPR",
    "ccpa": "CCPA",
    "ftc_act": "FTC Act",
    "can_spam": "CAN-SPAM Act",
    "eprivacy": "ePrivacy Directive",
    "iso_27001_2022": "ISO/IEC 27001:2022",
    "iso_27701_2019": "ISO/IEC 27701:2019",
    "iso_27701_2025": "ISO/IEC 27701:2025",
    "nist_800_53r5": "NIST SP 800-53r5",
    "soc2": "SOC 2",
}


def framework(name: str) -> str:
    """A law or standard of the crosswalk by its own name; one that we do not know by its key."""
    return FRAMEWORKS.get(name, name)


def number(count: int) -> str:
    """`1234567` -> "1,234,567"."""
    return f"{count:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """`(1, "clause")` -> "1 clause", `(2, "clause")` -> "2 clauses"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def day(when: date) -> str:
    """A day as a reader writes it: "15 March 2024"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def moment(when: datetime, zone: str) -> str:
    """An aware moment in a time zone: "1 March 2026, 07:00 EST (UTC-05:00)"."""
    local = when.astimezone(ZoneInfo(zone))
    name, offset = f"{local:%Z}", f"{local:%z}"
    clock = f"{day(local)}, {local:%H:%M}"
    return f"{clock} UTC" if name == "UTC" else f"{clock} {name} (UTC{offset[:3]}:{offset[3:5]})"


def duration(length: timedelta) -> str:
    """How long something took: "less than a second", "12 seconds", "3 minutes 20 seconds"."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    parts = [plural(count, unit) for count, unit in ((minutes, "minute"), (seconds, "second")) if count]
    return " ".join(parts) or "less than a second"


def spoken(name: str) -> str:
    """A name of ours for a reader: "late_withdrawal" -> "Late withdrawal"."""
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def visible(text: str) -> str:
    """The text with every control, direction-changing and unassigned character shown as its code: `⟨U+202E⟩`.

    A resource's name comes from a system under audit; it may not steer a terminal, break XML or reorder a line.
    Line breaks and tabs stay.
    """
    if text.isprintable():
        return text
    return "".join(f"⟨U+{ord(c):04X}⟩" if unicodedata.category(c) in _UNSAFE and c not in "\n\t" else c for c in text)
