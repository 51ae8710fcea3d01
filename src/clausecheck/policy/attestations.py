"""Attestations: dated statements of people for what no program can see, each with its document's digest."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from clausecheck.documents import Document, checked, did_you_mean
from clausecheck.errors import PolicyError, Problem
from clausecheck.periods import Period
from clausecheck.policy.model import Policy
from clausecheck.policy.terms import periods_of

SCHEMA = "attestations.schema.json"
ORGANISATION = "organisation"
"""What an attestation names as its system where it is about the company as a whole: a finding of no system."""


@dataclass(frozen=True, kw_only=True)
class Attestation:
    """One statement. `document` is a path that can be opened; both moments are aware.

    `none_occurred` says that a register is rightly empty (rigour 42). `document_fault` is what an audit found wrong
    with the document, "" for nothing, where the attestation comes from its evidence; None where one has to look.
    """

    targets: tuple[str, ...]
    clause: str
    obligation: str
    system: str
    statement: str
    signed_by: str
    signed_at: datetime
    expires_at: datetime
    document: Path
    sha256: str
    none_occurred: bool = False
    file: str = ""
    line: int = 0
    document_fault: str | None = None


def load_attestations(path: Path, policy: Policy) -> tuple[Attestation, ...]:
    """Every attestation of a file; `PolicyError` where one is malformed or names nothing of the policy."""
    document = checked(path, policy.schemas[SCHEMA], policy.schemas)
    found = list(_problems(document, policy))
    if found:
        raise PolicyError(found)
    return tuple(_attestation(document, number, path.parent) for number in range(len(document.data["attestations"])))


def fault_of(attestation: Attestation, policy: Policy, as_of: datetime) -> str:
    """Why it does not count at this moment, as the end of a sentence; "" where it does."""
    if attestation.signed_at > as_of:
        return "it was signed only after the audited moment"
    if attestation.expires_at <= as_of:
        return f"it expired on {attestation.expires_at:%Y-%m-%d}"
    longest = longest_life(attestation, policy)
    zone = ZoneInfo(policy.time_zone)
    signed, ends = (moment.astimezone(zone).date() for moment in (attestation.signed_at, attestation.expires_at))
    if ends > longest.after(signed):
        return f"it claims to count for longer than the clause allows, which is {longest.in_words()}"
    return document_fault(attestation)


def longest_life(attestation: Attestation, policy: Policy) -> Period:
    """The `interval` of the obligation that it answers, else what the policy allows any attestation."""
    for clause, obligation in policy.obligations:
        interval = periods_of(obligation).get("interval")
        if clause.id == attestation.clause and obligation.kind == attestation.obligation and interval:
            return interval
    return policy.attested_for


def digest_of(document: Path) -> str:
    """SHA-256 of a file, in hexadecimal; `OSError` where it cannot be read."""
    with document.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def document_fault(attestation: Attestation) -> str:
    """What is wrong with its document, as the end of a sentence; "" where it is there, unchanged."""
    if attestation.document_fault is not None:
        return attestation.document_fault
    try:
        digest = digest_of(attestation.document)
    except OSError:
        return f"its document {attestation.document.name} is missing or cannot be read"
    return "" if digest == attestation.sha256 else f"its document {attestation.document.name} has changed since"


def _problems(document: Document, policy: Policy) -> Iterator[Problem]:
    kinds = {clause.id: [obligation.kind for obligation in clause.obligations] for clause in policy.clauses}
    for number, entry in enumerate(document.data["attestations"]):
        at, clause, kind = ("attestations", number), entry["clause"], entry["obligation"]
        if clause not in kinds:
            message = f"the policy has no clause {clause}{did_you_mean(clause, kinds)}"
            yield document.problem(message, *at, "clause", at_value=True)
        elif kind not in kinds[clause]:
            message = f"clause {clause} carries no obligation {kind}{did_you_mean(kind, kinds[clause])}"
            yield document.problem(message, *at, "obligation", at_value=True)
        if _moment(entry["expires_at"]) <= _moment(entry["signed_at"]):
            yield document.problem("it expires before it is signed", *at, "expires_at", at_value=True)


def _attestation(document: Document, number: int, folder: Path) -> Attestation:
    entry: Mapping[str, Any] = document.data["attestations"][number]
    own = {
        "targets": tuple(entry["targets"]),
        "signed_at": _moment(entry["signed_at"]),
        "expires_at": _moment(entry["expires_at"]),
        "document": folder / entry["document"],
    }
    return Attestation(**{**entry, **own}, file=document.file, line=document.line("attestations", number))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
