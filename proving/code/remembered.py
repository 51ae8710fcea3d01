"""What came of each mutant, in a file of lines, so that a run may be stopped and taken up again.

A mutant that was noticed stays so while it and the scenario that noticed it are what they were. One that was not is
only held against what it has not met yet. Remove the folder `.proving/` to begin anew.
"""

import fcntl
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from fixtures.worlds.scenarios import SCENARIOS
from proving.code import kept
from proving.code.mutant import ROOT, Mutant

FOLDER = ROOT / ".proving"
_TRIED = FOLDER / "tried.jsonl"
_LINES = FOLDER / "lines.json"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The trial that noticed it, "" where none did; and those that it got through, each with its scenario's digest."""

    noticed_by: str
    passed: frozenset[str]


def verdicts() -> dict[str, Verdict]:
    """What is remembered, by a mutant's digest; what rests on a scenario that has changed is forgotten."""
    told: dict[str, Verdict] = {}
    for line in chain(kept.lines(), _written(_TRIED)):
        if line["noticed_by"] and not _is_current(line["noticed_by"]):
            continue
        before = told.get(line["mutant"], Verdict(noticed_by="", passed=frozenset()))
        told[line["mutant"]] = Verdict(noticed_by=line["noticed_by"], passed=before.passed.union(line["passed"]))
    return told


def remember(mutant: Mutant, verdict: Verdict) -> None:
    """Add what came of a mutant."""
    FOLDER.mkdir(exist_ok=True)
    line = {"mutant": mutant.digest, "noticed_by": verdict.noticed_by, "passed": sorted(verdict.passed)}
    written = json.dumps({**line, "name": mutant.name}) + "\n"
    with _TRIED.open("ab", buffering=0) as file:  # several processes write: each line at once
        file.write(written.encode())


def keep_in_git(digests: Iterable[str]) -> None:
    """Write down for git what is remembered of these mutants, as far as the scenarios are what they were."""
    told = verdicts()
    kept.write({
        digest: (told[digest].noticed_by, frozenset(filter(_is_current, told[digest].passed)))
        for digest in digests if digest in told
    })  # fmt: skip


def _written(file: Path) -> Iterator[dict[str, Any]]:
    if file.exists():
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


def stamped(trial: str) -> str:
    """`stem/name@sql` with the digest of its scenario behind it."""
    scenario, _, _ = trial.partition("@")
    return f"{trial}#{digest_of(SCENARIOS / f'{scenario}.yaml')}"


def as_built(trial: str) -> str:
    """`stem/name@sql` with the digest of its scenario's world behind it, whatever is expected of it."""
    scenario, _, _ = trial.partition("@")
    return f"{trial}#{_digest_of_world(SCENARIOS / f'{scenario}.yaml')}"


@cache
def _digest_of_world(file: Path) -> str:
    world = _EXPECT.sub("", file.read_text(encoding="utf-8")) if file.exists() else ""
    return sha256(world.encode()).hexdigest()[:12]


_EXPECT = re.compile(r"^expect:.*\n(?:[ ].*\n?)*", re.MULTILINE)


def of_test(test: str) -> str:
    """`tests/records/test_scan.py::test_one` with the digest of its file behind it."""
    return f"{test}#{digest_of(ROOT / test.partition('::')[0])}"


def _is_current(stamped_trial: str) -> bool:
    trial, _, _ = stamped_trial.partition("#")
    return stamped_trial in {"import", of_test(trial) if "::" in trial else stamped(trial)}


@cache
def digest_of(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()[:12] if file.exists() else ""


@dataclass(frozen=True, kw_only=True)
class Run:
    """The lines that an audit of a scenario went through, by file relative to the project, and its seconds."""

    lines: Mapping[str, frozenset[int]]
    seconds: float


def runs() -> dict[str, Run]:
    """Which lines each scenario went through, by its trial as built; forgotten where one of these files has changed."""
    if not _LINES.exists():
        return {}
    told = json.loads(_LINES.read_text(encoding="utf-8"))
    return {
        trial: Run(lines={file: frozenset(lines) for file, (_, lines) in one["lines"].items()}, seconds=one["seconds"])
        for trial, one in told.items()
        if as_built(trial.partition("#")[0]) == trial
        and all(digest_of(ROOT / file) == digest for file, (digest, _) in one["lines"].items())
    }


def keep(known: Mapping[str, Run]) -> None:
    """Add to what is known of the lines; another process may do so as well."""
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "lines.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _LINES.write_text(json.dumps(_told({**runs(), **known})), encoding="utf-8")


def _told(known: Mapping[str, Run]) -> dict[str, Any]:
    return {
        trial: {
            "seconds": one.seconds,
            "lines": {file: (digest_of(ROOT / file), sorted(lines)) for file, lines in one.lines.items()},
        }
        for trial, one in known.items()
    }
