"""What OSCAL's documents share: ids, single lines, moments, properties, roles and the party."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from clausecheck.reports.documents import stable_uuid
from clausecheck.reports.markdown import escaped
from clausecheck.reports.words import spoken, visible

VERSION = "1.2.1"
_SPACE = "urn:clausecheck:oscal"
"""The namespace of our properties: others may use the same names with another meaning."""
_NO_TOKEN = re.compile(r"[^\w.-]")


def control(clause: str) -> str:
    """The control of a clause: `6.c` -> `clause-6.c`, as ids begin with a letter."""
    return f"clause-{token(clause)}"


def statement(clause: str) -> str:
    """The part of a control that says the promise, which findings point at."""
    return f"{control(clause)}_smt"


def token(text: str) -> str:
    """A text as a part of an id: letters, digits, dots, hyphens and underscores."""
    return _NO_TOKEN.sub("_", visible(text).strip())


def line(text: str) -> str:
    """Markup on one line that reads as the text; "none" where there is nothing, as OSCAL has no empty strings."""
    return escaped(text) or "none"


def paragraph(*texts: str) -> str:
    """Markup in paragraphs, the empty ones left out."""
    return "\n\n".join(escaped(text) for text in texts if text.strip()) or "none"


def moment(when: datetime) -> str:
    """An aware moment in UTC: OSCAL knows only some of the world's offsets."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def properties(**values: object) -> list[dict[str, str]]:
    """Properties of ours, without those that are empty or zero; `_` in a name becomes `-`."""
    return [
        {"name": name.replace("_", "-"), "ns": _SPACE, "value": " ".join(visible(str(value)).split())}
        for name, value in values.items()
        if str(value).strip() and value != 0
    ]


def roles(named: Iterable[str]) -> list[dict[str, str]]:
    """The assessor and every role that is named, each once."""
    known = {"assessor": "Assessor"} | {token(role): line(spoken(role)) for role in named if role.strip()}
    return [{"id": id_, "title": title} for id_, title in known.items()]


def party(organisation: str) -> dict[str, str]:
    """The company: people are known by their roles alone."""
    name = " ".join(visible(organisation).split()) or "none"
    return {"uuid": stable_uuid("party", organisation), "type": "organization", "name": name}
