"""Makes a run's evidence whole: manifest, signature, its place in the chain, its name; last of all a time-stamp.

Everything is on the disk before the folder gets its name. Whatever goes wrong before that leaves a folder whose name
says that it is not whole, and the earlier runs as they were.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import clausecheck
from clausecheck.errors import CannotVerify, CommandError, InputError
from clausecheck.evidence import chain, signing, stamping
from clausecheck.evidence.chain import Link
from clausecheck.evidence.keeping import STATE, Keeping, writable
from clausecheck.evidence.manifest import (
    ENVELOPE,
    MANIFEST,
    STAMP,
    Entry,
    Manifest,
    digest,
    files_below,
    measured,
    written,
)
from clausecheck.model import EvidenceRef
from clausecheck.redaction import kind_of


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What became of a run's evidence; `warning` says what it lacks, "" for nothing."""

    evidence: EvidenceRef
    warning: str = ""


def prepared(root: Path, environ: Mapping[str, str]) -> None:
    """Raise `CommandError` where evidence could not be kept, signed, chained or stamped: before anything is audited."""
    writable(root)
    signing.signer(environ)
    stamping.authority(environ)
    try:
        chain.links(root)
    except InputError as broken:
        told = f"{broken}. `clausecheck evidence verify {root}` tells more; keep this run elsewhere with --evidence DIR"
        raise CommandError(told) from None


def sealed(keeping: Keeping, report: Path, environ: Mapping[str, str]) -> Sealed:
    """Seal what was kept, and tell where it lies, relative to the report's folder.

    `CommandError` where it could not all be written; what could be stays in a folder that says it is incomplete.
    """
    keeping.close()
    if keeping.fault:
        raise _not_whole(keeping, keeping.fault)
    try:
        signer, url = signing.signer(environ), stamping.authority(environ)
        with chain.locked(keeping.root):
            manifest, content = _placed(keeping, signer)
    except OSError as error:
        raise _not_whole(keeping, error.strerror or kind_of(error)) from None
    ref = EvidenceRef(
        folder=Path(os.path.relpath(keeping.root / keeping.run, report)).as_posix(),
        manifest_sha256=digest(content),
        files={path: one.sha256 for path, one in manifest.files.items()},
        signed_by=signer.fingerprint if signer else "",
        previous=manifest.previous,
    )
    return Sealed(evidence=ref, warning=_stamp(keeping.root / keeping.run, content, url) if url else "")


def _not_whole(keeping: Keeping, why: str) -> CommandError:
    return CommandError(f"the evidence could not be kept whole in {keeping.folder}: {why}")


def _placed(keeping: Keeping, signer: signing.Signer | None) -> tuple[Manifest, bytes]:
    """Write the manifest, rename the folder and lengthen the chain. To be called under the lock."""
    folder, last = keeping.folder, chain.head(keeping.root)
    (folder / STATE).unlink(missing_ok=True)
    manifest = _manifest(keeping, last, measured(folder, files_below(folder)))
    content = written(manifest)
    (folder / MANIFEST).write_bytes(content)
    if signer:
        (folder / ENVELOPE).write_bytes(signer.envelope(content))
    _settle(folder)
    folder.rename(keeping.root / keeping.run)
    chain.settle(keeping.root)
    chain.append(keeping.root, Link(number=manifest.number, run=keeping.run, manifest=digest(content)))
    return manifest, content


def _manifest(keeping: Keeping, last: Link | None, files: Mapping[str, Entry]) -> Manifest:
    return Manifest(
        run=keeping.run, target=keeping.target, number=last.number + 1 if last else 1,
        previous=last.manifest if last else "", sealed_at=datetime.now(UTC), retention=keeping.retention,
        tool=clausecheck.__version__, files=files,
    )  # fmt: skip


def _settle(folder: Path) -> None:
    """See every file of a folder, and every name, on the disk."""
    for path in files_below(folder):
        with (folder / path).open("rb") as file:
            os.fsync(file.fileno())
    for below in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        chain.settle(below)


def _stamp(folder: Path, manifest: bytes, url: str) -> str:
    """Put a time-stamp beside the manifest; why there is none, as a sentence."""
    try:
        stamp = stamping.stamped(manifest, url)
        unfinished = folder.with_name(f".{folder.name}.{STAMP}")
        unfinished.write_bytes(stamp)
        unfinished.replace(folder / STAMP)
    except CannotVerify as reason:
        return f"the evidence has no time-stamp: {reason.reason}; {reason.remedy}"
    except OSError as error:
        return f"the evidence has no time-stamp: it could not be written ({error.strerror})"
    return ""
