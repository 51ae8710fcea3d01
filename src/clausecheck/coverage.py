"""The coverage ledger: for each clause how it is judged, by what, and whether that was ever seen to fail.

It reads the policy, the checks, their scenarios and `fixtures/proven.json`; it audits nothing. The share of clauses
that are not "not yet" may only rise: `checks/coverage.json` holds it.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from clausecheck.check_files import CheckFile, attested, check_files, not_yet
from clausecheck.errors import InputError, Problem
from clausecheck.model import Clause, Obligation
from clausecheck.policy import load_policy
from clausecheck.policy.obligations import OBLIGATIONS

SCHEMA = "clausecheck/coverage/1"
RATCHET = Path("checks") / "coverage.json"


class Coverage(StrEnum):
    """How a clause is answered."""

    AUTOMATED = "automated"
    ATTESTED = "attested"
    PARTLY = "partly"
    NOT_YET = "not yet"
    INFORMATIVE = "informative"


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One kind of obligation of a clause: the check that judges it with its scenarios, or what it waits for.

    `seen_to_fail` is true where the check failed where it must, in its present form. `waits_for` names a planned
    check's need; `statement` is what a person attests instead.
    """

    kind: str
    check: str = ""
    scenarios: int = 0
    seen_to_fail: bool = False
    waits_for: str = ""
    statement: str = ""


@dataclass(frozen=True, kw_only=True)
class Covered:
    """A clause of the ledger."""

    clause: Clause
    duties: tuple[Duty, ...]

    @property
    def coverage(self) -> Coverage:
        """Automated only where checks judge all of it; attested where the rest of it is stated by people."""
        if not self.duties:
            return Coverage.INFORMATIVE
        waiting = [not (duty.check or duty.statement) for duty in self.duties]
        if any(waiting):
            return Coverage.NOT_YET if all(waiting) else Coverage.PARTLY
        return Coverage.ATTESTED if any(duty.statement for duty in self.duties) else Coverage.AUTOMATED


@dataclass(frozen=True)
class Ledger:
    """Every clause, in the order of the policy."""

    clauses: tuple[Covered, ...]

    @property
    def totals(self) -> dict[Coverage, int]:
        counted = Counter(one.coverage for one in self.clauses)
        return {coverage: counted[coverage] for coverage in Coverage}

    @property
    def share(self) -> float:
        """The percentage of clauses that are not "not yet", rounded down to a tenth: it never claims too much."""
        answered = len(self.clauses) - self.totals[Coverage.NOT_YET]
        return answered * 1000 // len(self.clauses) / 10 if self.clauses else 0.0


def ledger(root: Path) -> Ledger:
    """The ledger of the project at `root`; `InputError` where its policy, a check or a list cannot be read."""
    duties = _duties(root)
    return Ledger(
        tuple(
            Covered(
                clause=clause,
                duties=tuple(
                    duties.get(kind, Duty(kind=kind, waits_for="Nobody has planned a check of it."))
                    for kind in dict.fromkeys(obligation.kind for obligation in clause.obligations)
                ),
            )
            for clause in load_policy(root / "policy").clauses
        )
    )


def _duties(root: Path) -> dict[str, Duty]:
    proven = _proven(root)
    waiting = {kind: Duty(kind=kind, waits_for=one.waits_for) for kind, one in not_yet(root).items()}
    stated = {kind: Duty(kind=kind, statement=one.statement) for kind, one in attested(root).items()}
    return {**waiting, **stated, **{check.kind: _judged(check, root, proven) for check in check_files(root)}}


def _judged(check: CheckFile, root: Path, proven: Mapping[str, Any]) -> Duty:
    scenarios = len(list((root / "fixtures" / "scenarios" / check.stem).glob("*.yaml")))
    seen = bool(proven.get(check.stem, {}).get("failed"))
    return Duty(kind=check.kind, check=check.stem, scenarios=scenarios, seen_to_fail=seen)


def _proven(root: Path) -> Mapping[str, Any]:
    path = root / "fixtures" / "proven.json"
    if not path.is_file():
        return {}
    try:
        told: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise InputError([Problem(message="is not JSON", file=str(path), line=error.lineno)]) from None
    return told


def terms_read(root: Path) -> dict[str, frozenset[str]]:
    """The terms that somebody reads, for each kind that is judged or attested: what the lint is told.

    A check reads the fields of its obligation's class, which `tests/test_house_rules.py` holds it to; of an attested
    kind only `interval`, the longest that an attestation counts.
    """
    common = {field.name for field in fields(Obligation)}
    typed = {kind: frozenset(field.name for field in fields(one)) - common for kind, one in OBLIGATIONS.items()}
    judged = {check.kind: typed.get(check.kind, frozenset()) for check in check_files(root)}
    return {**dict.fromkeys(attested(root), frozenset({"interval"})), **judged}


def as_json(told: Ledger) -> dict[str, Any]:
    """The ledger for programs; keys are added, never renamed."""
    return {
        "schema": SCHEMA,
        "share": told.share,
        "totals": {coverage.value: count for coverage, count in told.totals.items()},
        "clauses": [
            {
                "id": one.clause.id,
                "title": one.clause.title,
                "coverage": one.coverage.value,
                "informative": one.clause.informative,
                "obligations": [vars(duty) for duty in one.duties],
            }
            for one in told.clauses
        ],
    }


def as_lines(told: Ledger) -> list[str]:
    """The ledger for a reader: one line a clause and duty, and the totals."""
    lines = [line for one in told.clauses for line in _lines(one)]
    counts = ", ".join(f"{count} {coverage.value}" for coverage, count in told.totals.items())
    return [*lines, "", f"{len(told.clauses)} clauses: {counts}. {told.share} % are not `not yet`."]


def _lines(one: Covered) -> list[str]:
    head = f"{one.clause.id:6} {one.coverage.value:11} {one.clause.title}"
    return [head, *(f"{'':19}{_by(duty)}" for duty in one.duties)]


def _by(duty: Duty) -> str:
    if duty.check:
        seen = "seen to fail" if duty.seen_to_fail else "NEVER SEEN TO FAIL"
        return f"{duty.kind}: {duty.check}, {duty.scenarios} scenarios, {seen}"
    return f"{duty.kind}: attested: {duty.statement}" if duty.statement else f"{duty.kind}: waits for {duty.waits_for}"


def ratchet(root: Path) -> float:
    """The share that was once reached; 0.0 where nobody wrote it down. `InputError` where the file is damaged."""
    path = root / RATCHET
    if not path.is_file():
        return 0.0
    try:
        return float(json.loads(path.read_text(encoding="utf-8"))["share"])
    except (ValueError, KeyError, TypeError):
        message = 'is not the file that `clausecheck coverage --ratchet` writes: {"share": NUMBER}'
        raise InputError([Problem(message=message, file=str(path))]) from None


def raise_ratchet(root: Path, share: float) -> None:
    """Write down a share that is higher than the one before."""
    (root / RATCHET).write_text(json.dumps({"share": share}) + "\n", encoding="utf-8")
