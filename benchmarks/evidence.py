"""What evidence costs: an audit of the embedded company with it and without, and how fast it is verified.

Each audit is a process of its own, and what is compared is the processor's time that it took: it says the same on a
busy machine. The time of the disk is told beside it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.measuring import Row, medians, ratio
from clausecheck.evidence.door import Door
from clausecheck.evidence.keeping import Keeping
from clausecheck.evidence.sealing import sealed
from clausecheck.evidence.verifying import Expected, verified
from clausecheck.redaction import Pseudonyms

ROOT = Path(__file__).parent.parent
FASTEST = 200
"""Megabytes that `verify` has to read in a second."""
FILES = 8
AUDIT = """
import json, os, sys, time
from pathlib import Path
from clausecheck.audit.session import Request, Session
from clausecheck.evidence.sealing import sealed
from clausecheck.policy import load_policy
root, folder, number = Path.cwd(), Path(sys.argv[1]), int(sys.argv[2])
policy = load_policy(root / "policy")
clauses = () if number >= len(policy.clauses) else tuple(one.id for one in policy.clauses[:number])
request = Request(root=root, target="demo", clauses=clauses, evidence=folder if sys.argv[3] == "with" else None)
with Session(request) as session:
    begun, wall = time.process_time(), time.perf_counter()
    session.gather(session.examinations)
    for one in session.examinations:
        session.judge(one)
    session.finish()
    if session.keeping:
        sealed(session.keeping, folder, os.environ)
    print(json.dumps({"cpu": time.process_time() - begun, "wall": time.perf_counter() - wall}))
"""


def evidence(*, megabytes: int = 1024, clauses: int = 200, turns: int = 3) -> Iterator[Row]:
    """The rows of the table for this question; `clauses` is how many of the policy's are audited."""
    seconds: dict[str, list[float]] = {"with evidence": [], "without": []}
    walls: dict[str, list[float]] = {"with evidence": [], "without": []}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(turns):
            for name, measured in seconds.items():
                told = _audited(Path(folder) / f"{turn}-evidence", clauses, "with" if name.startswith("with ") else "")
                measured.append(told["cpu"])
                walls[name].append(told["wall"])
        yield from medians("audit of the demo, processor's time", seconds)
        yield ratio(seconds, "with evidence", "without", limit=1.1)
        yield ratio(walls, "with evidence", "without", note="wall time")
        yield from _verifying(Path(folder), megabytes)


def _audited(folder: Path, clauses: int, how: str) -> Mapping[str, float]:
    command = [sys.executable, "-c", AUDIT, str(folder), str(clauses), how]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the audit exited {done.returncode}:\n{done.stderr[-2000:]}")
    told: Mapping[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _verifying(folder: Path, megabytes: int) -> Iterator[Row]:
    """A run of so many megabytes in a few files, which were just written: what is measured is reading and hashing."""
    keeping = Keeping(folder / "large", "run-1", Door(pseudonyms=Pseudonyms(b"key")))
    keeping.begin()
    block = os.urandom(megabytes * 2**20 // FILES)
    for number in range(FILES):
        keeping.write(f"facts-{number}.jsonl", block)
    sealed(keeping, folder, {})
    began = time.perf_counter()
    found = verified(folder / "large", Expected())
    seconds = time.perf_counter() - began
    if found.problems:
        raise RuntimeError(found.problems[0])
    speed = found.size / 2**20 / seconds
    limit = found.size / 2**20 / FASTEST
    yield Row(what=f"verify {megabytes:,} MB", figure=seconds, unit="s", limit=limit, note=f"{speed:,.0f} MB/s")
