"""The same questions to the same AWS account, asked by clausecheck and by Prowler: wall time, calls and verdicts.

Prowler comes from PyPI into an environment of its own, in a temporary folder, for its pins would fight with ours;
`CLAUSECHECK_PROWLER` names the program of one that is installed already. Both are programs that are started anew, both
speak to moto through the same front, one after the other. Verdicts are compared resource by resource.
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Any

from benchmarks.cloud import REGION
from benchmarks.measuring import Row
from benchmarks.world import ZONE
from clausecheck.connectors.aws import FACTS
from clausecheck.connectors.protocol import Context
from clausecheck.facts import Administrator, Population, Store
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System
from fixtures.worlds.aws import fronted
from fixtures.worlds.aws_front import Front

SHARES = {"buckets": 1000, "volumes": 500, "databases": 200, "users": 300}
EVERY = 10
"""One in so many lacks what is asked for."""
CHECKS = {
    "s3_bucket_default_encryption": "bucket",
    "ec2_ebs_volume_encryption": "volume",
    "rds_instance_storage_encrypted": "database",
    "iam_user_mfa_enabled_console_access": "user",
    "iam_root_mfa_enabled": "root",
}
"""Prowler's checks, and the kind of resource that each judges."""
ALLOWED = 0.2
PROGRAM = "CLAUSECHECK_PROWLER"
ROOT = Path(__file__).parents[1]
_TARGET = """\
target: benchmark
mode: read-only
environment: staging
systems: {{cloud: {{kind: aws, regions: [{region}], endpoint_url: "{url}", time_limit: 600}}}}
datasets: []
"""
PSEUDONYMS = Pseudonyms(b"benchmark")
Verdicts = Mapping[tuple[str, str], bool]


@dataclass(frozen=True, kw_only=True)
class Side:
    """What one of the two needed, and what it found: by kind and name, whether a resource has what is asked for."""

    seconds: float
    calls: int
    verdicts: Verdicts


def prowler(*, resources: int = 2000) -> Iterator[Row]:
    """The rows of the table for this question."""
    counts = {kind: ceil(share * resources / sum(SHARES.values())) for kind, share in SHARES.items()}
    with tempfile.TemporaryDirectory() as folder, installed(Path(folder)) as program, fronted(_world(counts)) as front:
        ours = _ours(front, Path(folder))
        theirs = _theirs(front, Path(folder), program)
    different = differences(ours.verdicts, theirs.verdicts)
    what = ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
    yield Row(what=f"{what}: clausecheck", figure=ours.seconds, unit="s", note=f"{ours.calls:,} calls")
    yield Row(what="  the same: Prowler", figure=theirs.seconds, unit="s", note=f"{theirs.calls:,} calls")
    yield Row(what="  clausecheck / Prowler", figure=ours.seconds / theirs.seconds, unit="", limit=ALLOWED)
    compared = len(ours.verdicts.keys() | theirs.verdicts.keys())
    note = f"of {compared:,} compared" + (f": {'; '.join(different)}" if different else "")
    yield Row(what="  verdicts that differ", figure=sum(different.values()), unit="rows", limit=0, note=note)


def differences(ours: Verdicts, theirs: Verdicts) -> Counter[str]:
    """In words, how the verdicts on a resource differ, and how often."""
    return Counter(
        f"{kind}: {_word(ours.get((kind, name)))} here, {_word(theirs.get((kind, name)))} there"
        for kind, name in ours.keys() | theirs.keys()
        if ours.get((kind, name)) != theirs.get((kind, name))
    )


def _word(verdict: bool | None) -> str:
    return "not judged" if verdict is None else "kept" if verdict else "broken"


@contextmanager
def installed(folder: Path) -> Iterator[str]:
    """The program of Prowler, installed where none is named."""
    named = os.environ.get(PROGRAM)
    if named:
        yield named
        return
    sys.stderr.write("installing Prowler into an environment of its own …\n")
    home = folder / "prowler"
    subprocess.run([sys.executable, "-m", "venv", home], check=True)
    subprocess.run([home / "bin" / "pip", "install", "--quiet", "prowler"], check=True)
    yield str(home / "bin" / "prowler")


def _world(counts: Mapping[str, int]) -> dict[str, Any]:
    """Everybody administers the account: clausecheck judges the factors of administrators, Prowler those of all."""
    lacks = [number % EVERY == 0 for number in range(max(counts.values()))]
    return {
        "regions": [REGION],
        "buckets": [
            {"name": f"prowler-{number}", **({"method": "none"} if lacks[number] else {})}
            for number in range(counts["buckets"])
        ],
        "volumes": [{"encrypted": not lacks[number]} for number in range(counts["volumes"])],
        "databases": [
            {"name": f"database-{number}", "encrypted": not lacks[number]} for number in range(counts["databases"])
        ],
        "groups": [{"name": "administrators", "policies": ["AdministratorAccess"]}],
        "users": [
            {"name": f"user-{number}", "mfa": not lacks[number], "groups": ["administrators"]}
            for number in range(counts["users"])
        ],
    }


def _ours(front: Front, folder: Path) -> Side:
    """The time of the program, reports written; the verdicts of each resource from the facts that it judges."""
    target = folder / "target.yaml"
    target.write_text(_TARGET.format(region=REGION, url=front.url), encoding="utf-8")
    command = [
        *(sys.executable, "-c", "from clausecheck.cli import main; main()", "audit", "--target", str(target)),
        *("--report", str(folder / "report"), "--clause", "4.1.b", "--clause", "4.1.c"),
    ]
    seconds, calls = _run(command, front, ROOT, {"PYTHONPATH": str(ROOT / "src")})
    settings = {"regions": [REGION], "endpoint_url": front.url}
    system = System(name="prowler", kind="aws", settings=settings, time_limit=600)
    stores: Population[Store] = FACTS["stores"](system, _context())
    administrators: Population[Administrator] = FACTS["administrators"](system, _context())
    told = {(store.kind, store.name): store.encrypted is True for store in stores}
    people = {
        (("root", "root") if one.label == "root account" else ("user", one.label)): bool(one.mfa_enforced)
        for one in administrators
    }
    return Side(seconds=seconds, calls=calls, verdicts=told | people)


def _theirs(front: Front, folder: Path, program: str) -> Side:
    command = [program, "aws", "--checks", *CHECKS, "--region", REGION, "--output-formats", "csv", "--output-directory",
               str(folder), "--output-filename", "prowler", "--no-banner", "--ignore-exit-code-3"]  # fmt: skip
    seconds, calls = _run(command, front, folder, {"AWS_ENDPOINT_URL": front.url})
    [written] = folder.glob("prowler*.csv")
    with written.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    return Side(seconds=seconds, calls=calls, verdicts=dict(_verdict(row) for row in rows))


def _verdict(row: Mapping[str, str]) -> tuple[tuple[str, str], bool]:
    kind = CHECKS[row["CHECK_ID"]]
    name = row["RESOURCE_NAME"]
    if kind == "user":
        name = PSEUDONYMS.of("administrator", row["RESOURCE_UID"])
    return (kind, "root" if kind == "root" else name), row["STATUS"] == "PASS"


def _run(command: list[str], front: Front, folder: Path, more: Mapping[str, str]) -> tuple[float, int]:
    """Seconds and calls of one program, whatever it thinks of the account."""
    before, began = len(front.seen), time.perf_counter()
    ended = subprocess.run(command, cwd=folder, env=os.environ | more, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if ended.returncode not in (0, 1, 2):
        raise RuntimeError(f"{command[0]} ended with {ended.returncode}: {ended.stdout[-2000:]}{ended.stderr[-2000:]}")
    return seconds, len(front.seen) - before


def _context() -> Context:
    now = datetime.now(UTC)
    return Context(as_of=now, clock=now, pseudonyms=PSEUDONYMS, time_zone=ZONE)
