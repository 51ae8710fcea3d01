"""Reads a run's evidence back, for judging it again. Nothing is read from a run that is not what it was."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from clausecheck.errors import CannotVerify, CommandError
from clausecheck.evidence.encoding import decoded
from clausecheck.evidence.endings import ACCEPTANCES, CONTRACTS, FINDINGS, RUN
from clausecheck.evidence.keeping import EXAMINATIONS, FACTS
from clausecheck.evidence.manifest import MANIFEST, TOMBSTONE
from clausecheck.evidence.surroundings import DIGESTS, POLICY
from clausecheck.evidence.verifying import Expected, verified
from clausecheck.model import ContractResult, Finding
from clausecheck.policy.attestations import Attestation
from clausecheck.policy.waivers import Waiver


@dataclass(frozen=True, kw_only=True)
class StoredExamination:
    """One examination as it was kept; `answer` gives its fact, or raises what gathering it raised."""

    id: str
    check: str
    clause: str
    obligation: str
    number: int
    terms: str
    subject: Mapping[str, Any]
    consulted: frozenset[tuple[str, str]]
    looked_at: bool
    told: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class StoredRun:
    """A run as its evidence has it. `run` is what `run.json` says; `checks` are digests by file."""

    folder: Path
    run: Mapping[str, Any]
    examinations: tuple[StoredExamination, ...]
    facts: Mapping[int, Any] = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)
    contracts: tuple[ContractResult, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    checks: Mapping[str, str] = field(default_factory=dict)

    @property
    def policy(self) -> Path:
        """The folder of the policy that the run was judged by."""
        return self.folder / POLICY

    @property
    def as_of(self) -> datetime:
        at: datetime = self.run["as_of"]
        return at

    def answer(self, one: StoredExamination) -> Any:
        """The fact of an examination. Raises the `CannotVerify` that was kept, or a fault by the name it had."""
        if "unverified" in one.told:
            raise CannotVerify(**one.told["unverified"])
        if "fault" in one.told:
            # Its text was never kept; its name is what a finding tells of it.
            raise type(str(one.told["fault"]), (Exception,), {})
        return self.facts[one.told["fact"]]


def stored(folder: Path) -> StoredRun:
    """The evidence in this folder. `CommandError` where it is no run, was pruned, or is not what was written."""
    if not (folder / MANIFEST).is_file():
        raise CommandError(f"{folder}: there is no run's {MANIFEST} here; name the folder of one run")
    if (folder / TOMBSTONE).exists():
        raise CommandError(f"{folder}: its evidence was deleted when its time was over; there is nothing to judge")
    found = verified(folder, Expected())
    if found.problems:
        raise CommandError(f"{folder}: this evidence is not what was written, and is not judged: {found.problems[0]}")
    try:
        return _read(folder)
    except (OSError, KeyError, ValueError, TypeError):
        raise CommandError(f"{folder}: this evidence was written by another clausecheck, and cannot be read") from None


def _read(folder: Path) -> StoredRun:
    accepted = [decoded(one) for one in _lines(folder / ACCEPTANCES)]
    return StoredRun(
        folder=folder,
        run=decoded(json.loads((folder / RUN).read_text(encoding="utf-8"))),
        examinations=tuple(map(_examination, _lines(folder / EXAMINATIONS))),
        facts=_facts(folder / FACTS),
        findings=tuple(decoded(one) for one in _lines(folder / FINDINGS)),
        contracts=tuple(decoded(one) for one in _lines(folder / CONTRACTS)),
        attestations=tuple(one for one in accepted if isinstance(one, Attestation)),
        waivers=tuple(one for one in accepted if isinstance(one, Waiver)),
        checks=json.loads((folder / DIGESTS).read_text(encoding="utf-8"))["files"],
    )


def _lines(path: Path) -> Iterator[Any]:
    """The value of each line; a file that was never begun has none."""
    if path.exists():
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def _examination(told: Mapping[str, Any]) -> StoredExamination:
    names = ("id", "check", "clause", "obligation", "number", "terms", "subject", "looked_at")
    consulted = frozenset((dataset, place) for dataset, place in told["consulted"])
    return StoredExamination(**{name: told[name] for name in names}, consulted=consulted, told=told)


def _facts(path: Path) -> dict[int, Any]:
    """Every fact by its number, with its members."""
    heads: dict[int, dict[str, Any]] = {}
    for line in _lines(path):
        if "of" in line:
            heads[line["of"]]["members"].append(line["is"])
        else:
            heads[line["fact"]] = {**line["is"], **({"members": []} if line["is"]["$"] == "Population" else {})}
    return {number: decoded(told) for number, told in heads.items()}
