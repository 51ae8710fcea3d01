"""The chain of an evidence folder: one line for each run in `chain.jsonl`, each manifest naming the one before it.

Whoever adds to it holds a lock, so that two runs that end at once stand one behind the other. A run whose folder was
renamed, and whose line a crash prevented, is taken in by the next one.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clausecheck.errors import InputError
from clausecheck.evidence.manifest import MANIFEST, digest, read

CHAIN, LOCK = "chain.jsonl", ".lock"
OWN: Final = (CHAIN, LOCK)
"""What lies in the evidence folder beside the runs."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """One run of the chain, and the digest of its manifest."""

    number: int
    run: str
    manifest: str


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Nobody else adds to this folder's chain meanwhile; the system frees the lock of a process that ends."""
    with (root / LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def links(root: Path) -> list[Link]:
    """The chain as it is written. `InputError` where a line cannot be read.

    A last line without its end was never finished, and does not count.
    """
    path = root / CHAIN
    whole = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    return [_link(line, number, path) for number, line in enumerate(whole, start=1)]


def _link(line: bytes, number: int, path: Path) -> Link:
    try:
        told = json.loads(line)
        return Link(number=int(told["number"]), run=str(told["run"]), manifest=str(told["manifest"]))
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{path}:{number} cannot be read: the chain of evidence was changed there") from None


def head(root: Path) -> Link | None:
    """The last run of the chain, None in an empty folder. A run without a line is taken in: call it under the lock."""
    known = links(root)
    last = known[-1] if known else None
    while (late := _unlisted(root, last)) is not None:
        append(root, late)
        last = late
    return last


def _unlisted(root: Path, last: Link | None) -> Link | None:
    """The whole run that follows the last one and has no line yet."""
    number, before = (last.number, last.manifest) if last else (0, "")
    for path in sorted(root.glob(f"*/{MANIFEST}")):
        content = path.read_bytes()
        try:
            found = read(content, str(path))
        except InputError:  # `verify` names it; it is not the one that is looked for
            continue
        if found.number == number + 1 and found.previous == before and found.run == path.parent.name:
            return Link(number=found.number, run=found.run, manifest=digest(content))
    return None


def append(root: Path, link: Link) -> None:
    """Add a line, and see it on the disk. What a crash left of an unfinished one is taken away first."""
    told = json.dumps({"number": link.number, "run": link.run, "manifest": link.manifest})
    path = root / CHAIN
    with path.open("ab+") as file:
        file.seek(0)
        content = file.read()
        file.truncate(content.rfind(b"\n") + 1)
        file.write(f"{told}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    settle(root)


def settle(folder: Path) -> None:
    """See the names in a folder on the disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
