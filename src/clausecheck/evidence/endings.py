"""What is kept once a run has been judged: what it was, what was accepted, what its contracts said, what was found."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from clausecheck.documents import printable
from clausecheck.evidence.encoding import encoded
from clausecheck.evidence.keeping import Keeping
from clausecheck.evidence.surroundings import DIGESTS, ENVIRONMENT, TARGET, digests, environment, policy_files
from clausecheck.model import Run
from clausecheck.policy.attestations import Attestation, document_fault
from clausecheck.policy.waivers import Waiver

RUN: Final = "run.json"
ACCEPTANCES, CONTRACTS, FINDINGS = "acceptances.jsonl", "contracts.jsonl", "findings.jsonl"


def begin(keeping: Keeping, root: Path, policy: Path, target: str) -> None:
    """Keep what the audit starts from. `target` is the path of its file, "" where there is none."""
    keeping.begin()
    for name, content in policy_files(policy).items():
        keeping.write(name, content)
    keeping.text(TARGET, Path(target).read_text(encoding="utf-8", errors="replace") if target else "")
    keeping.write(ENVIRONMENT, _pretty(environment()))
    keeping.write(DIGESTS, _pretty(digests(root)))


def end(
    keeping: Keeping,
    run: Run,
    *,
    attestations: Iterable[Attestation],
    waivers: Iterable[Waiver],
    beside: Mapping[str, Any],
) -> None:
    """Keep what became of it. `beside` is what judging it again has to know besides."""
    stated = [replace(one, document_fault=document_fault(one)) for one in attestations]
    accepted = [replace(one, digests=frozenset()) for one in waivers]  # how many rows each covers stands in the facts
    keeping.lines(ACCEPTANCES, [*stated, *accepted])
    keeping.lines(CONTRACTS, run.contracts)
    keeping.lines(FINDINGS, run.findings)
    told = {
        "id": run.id, "target": run.target, "environment": run.environment, "as_of": run.as_of,
        "started_at": run.started_at, "finished_at": run.finished_at, "complete": run.complete,
        "selection": run.selection, "tool_version": run.tool_version, "policy_version": run.policy_version,
        "time_zone": run.time_zone, "totals": {outcome.value: count for outcome, count in run.totals().items()},
        **beside,
    }  # fmt: skip
    keeping.write(RUN, _pretty(encoded(told, keeping.door)))


def _pretty(value: Any) -> str:
    return f"{printable(json.dumps(value, indent=1, ensure_ascii=False))}\n"
