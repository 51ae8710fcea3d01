"""Writes an attestation into `policy/attestations.yaml`, with its document's digest; what stands there stays."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from os.path import relpath
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from clausecheck.documents import did_you_mean
from clausecheck.errors import CommandError
from clausecheck.model import Clause
from clausecheck.policy import Policy, load_policy
from clausecheck.policy.attestations import Attestation, digest_of, fault_of, load_attestations, longest_life

FILE = "attestations.yaml"
_EMPTY = re.compile(r"^attestations:\s*\[\s*\]\s*$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What somebody signs. `obligation` is "" where the clause leaves no choice, `until` None for as long as may be.

    Both moments are aware.
    """

    targets: tuple[str, ...]
    clause: str
    obligation: str
    system: str
    statement: str
    signed_by: str
    signed_at: datetime
    document: Path
    until: datetime | None = None
    none_occurred: bool = False


def write_attestation(root: Path, said: Statement) -> Attestation:
    """Add the statement to the file and return it as it will be read; `CommandError` or `PolicyError` else.

    Nothing is written where anything is wrong.
    """
    policy = load_policy(root / "policy")
    path = policy.folder / FILE
    entry = _attestation(said, policy)
    if fault := fault_of(entry, policy, said.signed_at):
        raise CommandError(f"this attestation would not count: {fault}")
    before = path.read_text(encoding="utf-8") if path.is_file() else "attestations: []\n"
    path.write_text(_with(before, _lines(entry, path.parent)), encoding="utf-8")
    try:
        return load_attestations(path, policy)[-1]
    except Exception:
        path.write_text(before, encoding="utf-8")
        raise


def _attestation(said: Statement, policy: Policy) -> Attestation:
    if not said.document.is_file():
        raise CommandError(f"--document {said.document}: there is no such file")
    (clause,) = [clause for clause in policy.selected([said.clause]) if clause.id == said.clause]
    entry = Attestation(
        targets=said.targets,
        clause=clause.id,
        obligation=said.obligation or _only(clause),
        system=said.system,
        statement=said.statement,
        signed_by=said.signed_by,
        signed_at=said.signed_at,
        expires_at=said.until or said.signed_at,
        document=said.document,
        sha256=digest_of(said.document),
        none_occurred=said.none_occurred,
    )
    _known(entry, clause)
    return entry if said.until else replace(entry, expires_at=_as_long_as_may_be(entry, policy))


def _only(clause: Clause) -> str:
    kinds = list(dict.fromkeys(obligation.kind for obligation in clause.obligations))
    if len(kinds) != 1:
        told = f"it carries {', '.join(kinds)}; say --obligation" if kinds else "it obliges nobody"
        raise CommandError(f"clause {clause.id}: {told}")
    return kinds[0]


def _known(entry: Attestation, clause: Clause) -> None:
    kinds = [obligation.kind for obligation in clause.obligations]
    if entry.obligation not in kinds:
        told = f"clause {clause.id} carries no obligation {entry.obligation}{did_you_mean(entry.obligation, kinds)}"
        raise CommandError(f"--obligation {entry.obligation}: {told}")


def _as_long_as_may_be(entry: Attestation, policy: Policy) -> datetime:
    local = entry.signed_at.astimezone(ZoneInfo(policy.time_zone))
    last = longest_life(entry, policy).after(local.date())
    return local.replace(year=last.year, month=last.month, day=last.day)


def _lines(entry: Attestation, folder: Path) -> Sequence[str]:
    """JSON strings are YAML strings, whatever they hold."""
    values: dict[str, Any] = {
        "targets": list(entry.targets),
        "clause": entry.clause,
        "obligation": entry.obligation,
        "system": entry.system,
        "statement": entry.statement,
        **({"none_occurred": True} if entry.none_occurred else {}),
        "signed_by": entry.signed_by,
        "signed_at": entry.signed_at.isoformat(timespec="seconds"),
        "expires_at": entry.expires_at.isoformat(timespec="seconds"),
        "document": Path(relpath(entry.document, folder)).as_posix(),
        "sha256": entry.sha256,
    }
    told = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return [f"  - {told[0]}", *(f"    {line}" for line in told[1:])]


def _with(text: str, lines: Sequence[str]) -> str:
    """The entries are the last thing in the file, as its schema has no other key."""
    if _EMPTY.search(text):
        text = _EMPTY.sub("attestations:", text)
    return "\n".join([text.rstrip("\n"), *lines]) + "\n"
