"""Waivers: violations that somebody accepted, for exactly these resources or records, until a day.

The keys of records are personal data, so they are turned into keyed hashes as soon as they are read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from clausecheck.documents import Document, checked, did_you_mean
from clausecheck.errors import PolicyError, Problem
from clausecheck.policy.model import Policy
from clausecheck.redaction import Pseudonyms

SCHEMA = "waivers.schema.json"
RECORD = "record"
LONGEST = timedelta(days=180)
NEVER_WAIVED = ("opt_out_honoured", "opt_out_permanent", "erasure", "minimum_age", "sign_up_age", "child_data_deletion")
"""The kinds of obligation that nobody may waive: opt-outs, erasure and children."""


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """One accepted risk: `resources` by name, or `digests` of the keys of at most `at_most` records of a dataset."""

    targets: tuple[str, ...]
    clause: str
    check: str
    justification: str
    approved_by: str
    risk: str
    created_at: datetime
    expires_at: datetime
    ticket: str
    resources: frozenset[str] = frozenset()
    dataset: str = ""
    digests: frozenset[str] = frozenset()
    at_most: int = 0
    file: str = ""
    line: int = 0

    @property
    def id(self) -> str:
        """Where it stands, which nothing else does."""
        return f"{self.file}:{self.line}"

    def fault(self, as_of: datetime) -> str:
        """Why it excuses nothing at this moment, as the end of a sentence; "" where it does."""
        if self.created_at > as_of:
            return "it was accepted only after the audited moment"
        return f"it expired on {self.expires_at:%Y-%m-%d}" if self.expires_at <= as_of else ""


def load_waivers(path: Path, policy: Policy, pseudonyms: Pseudonyms) -> tuple[Waiver, ...]:
    """Every waiver of a file; `PolicyError` where one is malformed, over-broad, overlapping or names nothing."""
    document = checked(path, policy.schemas[SCHEMA], policy.schemas)
    found = [*_problems(document, policy), *_overlaps(document)]
    if found:
        raise PolicyError(found)
    return tuple(_waiver(document, number, pseudonyms) for number in range(len(document.data["waivers"])))


def _problems(document: Document, policy: Policy) -> Iterator[Problem]:
    known = {clause.id: clause for clause in policy.clauses}
    for number, entry in enumerate(document.data["waivers"]):
        at, clause = ("waivers", number), entry["clause"]
        if clause not in known:
            message = f"the policy has no clause {clause}{did_you_mean(clause, known)}"
            yield document.problem(message, *at, "clause", at_value=True)
        created, expires = _moment(entry["created_at"]), _moment(entry["expires_at"])
        if expires <= created:
            yield document.problem("it expires before it is accepted", *at, "expires_at", at_value=True)
        elif expires - created > LONGEST:
            message = f"it lasts {(expires - created).days} days; a waiver lasts at most {LONGEST.days}"
            yield document.problem(message, *at, "expires_at", at_value=True)
        if entry.get("at_most", 0) > len(entry.get("keys", entry)):
            message = f"it is over-broad: it names {len(entry['keys'])} records and would excuse {entry['at_most']}"
            yield document.problem(message, *at, "at_most", at_value=True)


def _overlaps(document: Document) -> Iterator[Problem]:
    """Two that cover the same counter-example of the same check: nobody could say which one excuses it."""
    for (first, one), (second, other) in combinations(enumerate(document.data["waivers"]), 2):
        alike = all(one[name] == other[name] for name in ("clause", "check"))
        if alike and set(one["targets"]) & set(other["targets"]) and _things(one) & _things(other):
            message = f"it overlaps with the waiver of line {document.line('waivers', first)}"
            yield document.problem(message, "waivers", second)


def _things(entry: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(entry.get("dataset", ""), thing) for thing in (*entry.get("resources", ()), *entry.get("keys", ()))}


def _waiver(document: Document, number: int, pseudonyms: Pseudonyms) -> Waiver:
    entry = dict(document.data["waivers"][number])
    keys, resources = entry.pop("keys", ()), entry.pop("resources", ())
    own = {
        "targets": tuple(entry["targets"]),
        "created_at": _moment(entry["created_at"]),
        "expires_at": _moment(entry["expires_at"]),
        "resources": frozenset(resources),
        "digests": frozenset(pseudonyms.digest(RECORD, key) for key in keys),
    }
    return Waiver(**{**entry, **own}, file=document.file, line=document.line("waivers", number))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
