"""Loads the attestations and waivers of one target: those of the policy's folder, and those of the target itself."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from clausecheck.audit.accepting import Accepting
from clausecheck.audit.checks import Check
from clausecheck.documents import did_you_mean
from clausecheck.errors import PolicyError, Problem
from clausecheck.policy import Policy
from clausecheck.policy.attestations import ORGANISATION, Attestation, load_attestations
from clausecheck.policy.waivers import NEVER_WAIVED, Waiver, load_waivers
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Target


def accepting(
    policy: Policy, target: Target, checks: Sequence[Check], *, root: Path, as_of: datetime, pseudonyms: Pseudonyms
) -> Accepting:
    """What was stated and accepted for this target; `PolicyError` for an entry that names nothing, or too much."""
    attestations = [one for path in _files("attestations", policy, target.attestations, root)
                    for one in load_attestations(path, policy)]  # fmt: skip
    waivers = [one for path in _files("waivers", policy, target.waivers, root)
               for one in load_waivers(path, policy, pseudonyms)]  # fmt: skip
    targets = {path.stem for path in (root / "targets").glob("*.y*ml")} | {target.name}
    found = [*_unknown_targets([*attestations, *waivers], targets)]
    attestations = [one for one in attestations if target.name in one.targets]
    waivers = [one for one in waivers if target.name in one.targets]
    found += [problem for one in attestations for problem in _of_attestation(one, target)]
    found += [problem for one in waivers for problem in _of_waiver(one, policy, target, checks)]
    if found:
        raise PolicyError(found)
    return Accepting(attestations=attestations, waivers=waivers, policy=policy, as_of=as_of)


def _files(name: str, policy: Policy, own: str, root: Path) -> Iterator[Path]:
    if (common := policy.folder / f"{name}.yaml").is_file():
        yield common
    if own:
        yield root / own


def _unknown_targets(entries: Sequence[Attestation | Waiver], known: set[str]) -> Iterator[Problem]:
    for entry in entries:
        for name in entry.targets:
            if name not in known:
                message = f"there is no target {name}{did_you_mean(name, known)}"
                yield Problem(message=message, file=entry.file, line=entry.line, key="targets")


def _of_attestation(one: Attestation, target: Target) -> Iterator[Problem]:
    known = [*target.systems, ORGANISATION]
    if one.system not in known:
        message = f"target {target.name} has no system {one.system}{did_you_mean(one.system, known)}"
        yield Problem(message=message, file=one.file, line=one.line, key="system")


def _of_waiver(one: Waiver, policy: Policy, target: Target, checks: Sequence[Check]) -> Iterator[Problem]:
    """A waiver of what nobody judges, or of all that a check over rows could ever find, excuses nothing it may."""
    for key, message in _faults(one, policy, target, {check.stem: check for check in checks}):
        yield Problem(message=message, file=one.file, line=one.line, key=key)


def _faults(one: Waiver, policy: Policy, target: Target, checks: dict[str, Check]) -> Iterator[tuple[str, str]]:
    check = checks.get(one.check)
    if check is None:
        yield "check", f"there is no check {one.check}{did_you_mean(one.check, checks)}"
        return
    (clause,) = (clause for clause in policy.clauses if clause.id == one.clause)
    if check.kind not in {obligation.kind for obligation in clause.obligations}:
        yield "check", f"clause {one.clause} carries no obligation that {one.check} judges"
    if check.kind in NEVER_WAIVED:
        yield "check", f"{one.check} cannot be waived: opt-outs, erasure and children never are"
    if one.resources and "records" in check.facts:
        yield "resources", f"it is over-broad: {one.check} judges records, which a waiver names by dataset and key"
    if one.dataset and "records" not in check.facts:
        yield "dataset", f"{one.check} judges no records; name the resources, as the report does"
    datasets = [dataset.name for dataset in target.datasets]
    if one.dataset and one.dataset not in datasets:
        yield "dataset", f"target {target.name} has no dataset {one.dataset}{did_you_mean(one.dataset, datasets)}"
