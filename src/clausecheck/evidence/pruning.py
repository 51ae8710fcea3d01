"""Deletes evidence whose own retention is over, and leaves a tombstone, so that the chain stays whole."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from clausecheck.errors import CommandError
from clausecheck.evidence import chain
from clausecheck.evidence.keeping import INCOMPLETE
from clausecheck.evidence.manifest import BESIDE, MANIFEST, TOMBSTONE, Manifest, digest, read
from clausecheck.evidence.signing import Signer
from clausecheck.evidence.tombstones import ENVELOPE, Tombstone
from clausecheck.evidence.verifying import Expected, verified
from clausecheck.periods import Period


@dataclass(frozen=True, kw_only=True)
class Pruning:
    """`retention` is today's period of the policy, None where it says none; `older_than` what the command line asks."""

    now: datetime
    retention: Period | None = None
    older_than: Period | None = None
    signer: Signer | None = None

    def period_of(self, manifest: Manifest) -> Period:
        """How long this run is kept: by today's policy, else by the one it was made under.

        `--older-than` may keep it for longer, and never for less. `CommandError` where nobody says how long.
        """
        own = self.retention or (Period.parse(manifest.retention) if manifest.retention else None)
        period = self.older_than or own
        if period is None:
            raise CommandError(
                "the policy does not say how long evidence is kept: add `evidence: {retention: P3Y, basis: company}` "
                "to policy.yaml, or give --older-than"
            )
        if own and period.after(self.now.date()) < own.after(self.now.date()):
            raise CommandError(
                f"--older-than {period}: evidence is kept for {own.in_words()}; only the policy may shorten that"
            )
        return period


def pruned(root: Path, terms: Pruning) -> list[str]:
    """Delete what is due; the names of the runs. `CommandError` where the evidence is not whole: nothing is deleted.

    What an audit that did not end left behind goes too, once it is as old as evidence may be.
    """
    if not (root / chain.CHAIN).exists():
        raise CommandError(f"{root}: there is no {chain.CHAIN} here; prune takes a folder of runs")
    with chain.locked(root):
        for stone in root.glob(f"*/{TOMBSTONE}"):
            _empty(stone.parent)  # a crash may have left some of it
        found = verified(root, Expected())
        if found.problems:
            raise CommandError(f"{root}: evidence that is not whole is not pruned: {found.problems[0]}")
        due = list(_due(root, terms))
        for folder, manifest, period in due:
            _bury(folder, manifest, period, terms)
        left = list(_left_behind(root, terms))
        for folder in left:
            shutil.rmtree(folder)
    return [*(folder.name for folder, _, _ in due), *(folder.name for folder in left)]


def _left_behind(root: Path, terms: Pruning) -> Iterator[Path]:
    """What audits that did not end left, by when they last wrote."""
    period = terms.older_than or terms.retention
    for folder in root.glob(f"*{INCOMPLETE}"):
        at = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
        if folder.is_dir() and period and period.end(at) <= terms.now:
            yield folder


def _due(root: Path, terms: Pruning) -> Iterator[tuple[Path, Manifest, Period]]:
    for path in sorted(root.glob(f"*/{MANIFEST}")):
        folder, manifest = path.parent, read(path.read_bytes(), str(path))
        if folder.name.endswith(INCOMPLETE) or (folder / TOMBSTONE).exists():
            continue
        period = terms.period_of(manifest)
        if period.end(manifest.sealed_at) <= terms.now:
            yield folder, manifest, period


def _bury(folder: Path, manifest: Manifest, period: Period, terms: Pruning) -> None:
    """The stone first: a crash in between leaves a tombstone with files that `verify` names, and prune takes away."""
    stone = Tombstone(
        run=manifest.run, manifest=digest((folder / MANIFEST).read_bytes()), pruned_at=terms.now, retention=str(period)
    )
    content = stone.content()
    if terms.signer:
        (folder / ENVELOPE).write_bytes(terms.signer.envelope(content))
    unfinished = folder / f".{TOMBSTONE}"
    unfinished.write_bytes(content)
    unfinished.replace(folder / TOMBSTONE)
    chain.settle(folder)
    _empty(folder)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name not in (*BESIDE, ENVELOPE):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    chain.settle(folder)
