"""The manifest of a run: every file with its size and SHA-256, and the manifest before it in the chain."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from clausecheck.documents import printable
from clausecheck.errors import InputError

FORMAT: Final = 1
"""Raised whenever an older clausecheck could misread what a newer one wrote."""
MANIFEST, ENVELOPE, STAMP, TOMBSTONE = "manifest.json", "manifest.dsse.json", "manifest.tsr", "tombstone.json"
BESIDE: Final = (MANIFEST, ENVELOPE, STAMP, TOMBSTONE)
"""What lies in a run's folder and is in no manifest: the manifest itself, and what speaks about it."""
_AT_ONCE: Final = 4


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file: bytes, and SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`number` counts the runs of the evidence folder from 1, `previous` is the digest of the manifest before it, ""
    for the first. `retention` is the period of the policy for which evidence is kept, "" where it says none.
    """

    run: str
    target: str
    number: int
    previous: str
    sealed_at: datetime
    retention: str
    tool: str
    files: Mapping[str, Entry] = field(default_factory=dict)


def written(manifest: Manifest) -> bytes:
    """The manifest's file: the same manifest is always the same bytes."""
    files = [{"path": path, "size": one.size, "sha256": one.sha256} for path, one in sorted(manifest.files.items())]
    told = {
        "format": FORMAT, "run": manifest.run, "target": manifest.target, "number": manifest.number,
        "previous": manifest.previous, "sealed_at": manifest.sealed_at.isoformat(), "retention": manifest.retention,
        "tool": manifest.tool, "files": files,
    }  # fmt: skip
    return f"{printable(json.dumps(told, indent=1, ensure_ascii=False))}\n".encode()


def read(content: bytes, name: str) -> Manifest:
    """What a manifest's file says. `InputError` where it is none, or comes from a newer clausecheck."""
    try:
        told = json.loads(content)
        version = told["format"]
        if isinstance(version, int) and version > FORMAT:
            raise InputError(
                f"{name} comes from a newer clausecheck (evidence of format {version}; this one reads {FORMAT}): "
                "upgrade clausecheck to read it"
            )
        return _manifest(told)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(
            f"{name} is no manifest that can be read: it was changed, or something else lies there"
        ) from None


def _manifest(told: Mapping[str, Any]) -> Manifest:
    files = {one["path"]: Entry(size=int(one["size"]), sha256=str(one["sha256"])) for one in told["files"]}
    if len(files) != len(told["files"]):
        raise ValueError("a path stands there twice")
    return Manifest(
        run=str(told["run"]), target=str(told["target"]), number=int(told["number"]), previous=str(told["previous"]),
        sealed_at=datetime.fromisoformat(told["sealed_at"]), retention=str(told["retention"]), tool=str(told["tool"]),
        files=files,
    )  # fmt: skip


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def files_below(folder: Path) -> Iterator[str]:
    """The path of each file below a folder, with `/`, in their order; links are files, and lead nowhere."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return (path.relative_to(folder).as_posix() for path in sorted(found))


def measured(folder: Path, paths: Iterable[str]) -> dict[str, Entry]:
    """Size and digest of each file, several at once; `OSError` where one cannot be read."""
    named = list(paths)
    with ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="digest") as pool:
        return dict(zip(named, pool.map(lambda path: entry(folder / path), named), strict=True))


def entry(path: Path) -> Entry:
    """Size and digest of one file, read in large blocks."""
    with path.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        return Entry(size=opened.tell(), sha256=sha256)
