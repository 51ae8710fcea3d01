"""Which checks were seen to fail where they must, as they stand now: `fixtures/proven.json` against their files."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from clausecheck.audit.checks import Check
from clausecheck.errors import InputError, Problem

PROVEN = Path("fixtures", "proven.json")


def proven(root: Path, checks: Iterable[Check]) -> dict[str, int]:
    """Check -> the number of scenarios that it was tried in, for each check seen to fail and not changed since.

    Empty where nobody wrote down any proof. Raises `InputError` where the file is no JSON.
    """
    path = root / PROVEN
    if not path.is_file():
        return {}
    try:
        told: Mapping[str, Mapping[str, object]] = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise InputError([Problem(message="is not JSON", file=str(path), line=error.lineno)]) from None
    proofs = ((check, told.get(check.stem, {})) for check in checks)
    return {check.stem: _scenarios(proof) for check, proof in proofs if _is_current(check, proof)}


def _is_current(check: Check, proof: Mapping[str, object]) -> bool:
    file = Path(check.file)
    return bool(proof.get("failed")) and file.is_file() and proof.get("check") == sha256(file.read_bytes()).hexdigest()


def _scenarios(proof: Mapping[str, object]) -> int:
    scenarios = proof.get("scenarios")
    return len(scenarios) if isinstance(scenarios, Mapping) else 0
