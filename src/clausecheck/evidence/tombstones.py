"""What is left of a run whose evidence was deleted: its manifest, and a stone that says when and why."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clausecheck.errors import InputError
from clausecheck.evidence import signing
from clausecheck.evidence.manifest import FORMAT, TOMBSTONE

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ENVELOPE: Final = "tombstone.dsse.json"


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """`manifest` is the digest of the manifest beside it, `retention` the period that was over."""

    run: str
    manifest: str
    pruned_at: datetime
    retention: str
    envelopes: tuple[str, ...] = (ENVELOPE,)

    def content(self) -> bytes:
        told = {
            "format": FORMAT, "run": self.run, "manifest": self.manifest, "pruned_at": self.pruned_at.isoformat(),
            "retention": self.retention,
        }  # fmt: skip
        return f"{json.dumps(told, indent=1)}\n".encode()

    def faults(self, folder: Path, key: "Ed25519PublicKey | None") -> Iterator[str]:
        """What is wrong with who signed it. One that nobody signed is told where a key is expected."""
        envelope = folder / ENVELOPE
        if envelope.exists():
            fault = signing.fault_of(envelope.read_bytes(), (folder / TOMBSTONE).read_bytes(), key)
            yield from (f"{ENVELOPE}: {one}" for one in (fault,) if one)
        elif key is not None:
            yield f"{ENVELOPE}: is missing: nobody signed that the evidence was deleted"


def tombstone_of(folder: Path) -> Tombstone:
    """The stone of a run; `InputError` where it cannot be read."""
    try:
        told = json.loads((folder / TOMBSTONE).read_bytes())
        return Tombstone(
            run=str(told["run"]), manifest=str(told["manifest"]), pruned_at=datetime.fromisoformat(told["pruned_at"]),
            retention=str(told["retention"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"{folder.name}/{TOMBSTONE}: cannot be read as a tombstone") from None
