"""The tables that a marketing provider's lists become. Moments are aware, or None where the provider does not tell
them: a change of the entry, or the last event of a message, is not the moment that a promise is about.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from clausecheck.connectors.protocol import Missing

EMAIL = "email"
"""The one channel that these providers serve."""


@dataclass(frozen=True, kw_only=True)
class Suppression:
    """One entry of whom not to write to. `reason` is opt_out, complaint or bounce; `source` is the list or group.

    `person` is the company's own id where the provider keeps it. `since` None leaves every message to them undecided.
    """

    key: str
    email: str | None
    since: datetime | None
    reason: str
    source: str
    person: str | None = None


@dataclass(frozen=True, kw_only=True)
class Send:
    """One message to one person."""

    key: str
    email: str | None
    sent_at: datetime | None
    campaign: str | None
    person: str | None = None


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What was read. `suppressions_name` and `sends_name` say whether rows tell the company's own id of a person."""

    suppressions: tuple[Suppression, ...] | Missing
    sends: tuple[Send, ...] | Missing
    suppressions_name: bool = False
    sends_name: bool = False


def key_of(*parts: object) -> str:
    """A key for what the provider gives none: the same in each run, and no address in it."""
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]


def address(written: object) -> str | None:
    """An e-mail address as rigour 22 compares it: Unicode NFC, its domain lower-cased and as IDNA writes it. The local
    part stays as it is: folding it could take two people for one. None where it is none.
    """
    if not isinstance(written, str):
        return None
    local, at, domain = unicodedata.normalize("NFC", written).strip().rpartition("@")
    return f"{local}@{_domain(domain)}" if local and at and domain else None


def _domain(domain: str) -> str:
    try:
        return domain.lower().encode("idna").decode()
    except UnicodeError:
        return domain.lower()
