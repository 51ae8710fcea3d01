"""Whether evidence is what was written: every file of every run, the chain, the signatures, the time-stamps.

Nothing is taken from what a run says of itself but the claim that is checked. Each problem names a file or a run.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clausecheck.errors import CommandError, InputError
from clausecheck.evidence import chain, signing, stamping
from clausecheck.evidence.keeping import INCOMPLETE
from clausecheck.evidence.manifest import (
    BESIDE,
    ENVELOPE,
    MANIFEST,
    STAMP,
    TOMBSTONE,
    Entry,
    Manifest,
    digest,
    entry,
    files_below,
    read,
)
from clausecheck.evidence.tombstones import tombstone_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.x509 import Certificate

AT_ONCE: Final = 4


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What the one who verifies knows from elsewhere: who signs, which authority stamps, and the digest of the newest
    manifest, as a report prints it.
    """

    key: "Ed25519PublicKey | None" = None
    roots: "list[Certificate]" = field(default_factory=list)
    newest: str = ""


@dataclass(kw_only=True)
class Verified:
    """What was found. Whole is what has no problem; notes are worth knowing and no fault."""

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    runs: int = 0
    files: int = 0
    size: int = 0


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A run whose manifest could be read."""

    manifest: Manifest
    digest: str


def verified(path: Path, expected: Expected) -> Verified:
    """Verify one run, or a folder of runs with its chain. `CommandError` where the path holds no evidence."""
    told = Verified()
    if path.name.endswith(INCOMPLETE) and path.is_dir():
        told.problems.append(f"{path.name}: the audit that wrote this did not end; it is no whole run")
    elif (path / MANIFEST).is_file():
        found = _run(path, expected, told)
        _newest(found.digest if found else "", expected, told)
    elif _is_root(path):
        _root(path, expected, told)
    else:
        raise CommandError(f"{path}: there is no evidence here: neither a run's {MANIFEST} nor a {chain.CHAIN}")
    return told


def _is_root(path: Path) -> bool:
    return path.is_dir() and ((path / chain.CHAIN).exists() or any(path.glob(f"*/{MANIFEST}")))


def _newest(found: str, expected: Expected, told: Verified) -> None:
    if expected.newest and found != expected.newest:
        why = "runs were taken from its end, or it is the evidence of others"
        told.problems.append(f"the newest manifest is {found[:16] or 'none'}… and not {expected.newest[:16]}…: {why}")


def _root(root: Path, expected: Expected, told: Verified) -> None:
    runs: dict[str, _Read] = {}
    for path in sorted(root.iterdir()):
        if path.name in chain.OWN:
            continue
        if path.name.endswith(INCOMPLETE) and path.is_dir():
            told.notes.append(f"{path.name}: the audit that wrote this did not end; it stands in no chain")
        elif not path.is_dir():
            told.problems.append(f"{path.name}: this file was added; it belongs to no run")
        elif not (path / MANIFEST).is_file():
            told.problems.append(f"{path.name}: its {MANIFEST} is missing")
        elif (found := _run(path, expected, told)) is not None:
            runs[path.name] = found
    _newest(_chain(root, runs, told), expected, told)


def _chain(root: Path, runs: Mapping[str, _Read], told: Verified) -> str:
    """Hold the chain against the runs; the digest of its newest manifest."""
    try:
        listed = chain.links(root)
    except InputError as broken:
        told.problems.append(str(broken))
        return ""
    if runs and not (root / chain.CHAIN).exists():
        told.problems.append(f"{chain.CHAIN} is missing: nobody can tell whether all runs are here")
    before = ""
    for number, link in enumerate(listed, start=1):
        told.problems.extend(_breaks(root, link, number, before, runs.get(link.run)))
        before = link.manifest
    for name in sorted(runs.keys() - {one.run for one in listed}, key=lambda one: runs[one].manifest.number):
        found = runs[name]
        if found.manifest.previous == before and found.manifest.number == len(listed) + 1:
            told.notes.append(f"{name}: follows the chain, and has no line in {chain.CHAIN} yet; the next run adds it")
            before = found.digest
        else:
            told.problems.append(f"{name}: this run was added; it is not in the chain")
    return before


def _breaks(root: Path, link: chain.Link, number: int, before: str, found: _Read | None) -> Iterator[str]:
    place = f"{chain.CHAIN}:{number}"
    if link.number != number:
        yield f"{place}: run {link.run} has number {link.number}: lines are missing, or not in their order"
    if found is None:
        if not (root / link.run).exists():
            yield f"{link.run}: the whole run is missing"
        return
    if found.digest != link.manifest:
        yield f"{link.run}/{MANIFEST}: was changed: the chain has another digest of it"
    if found.manifest.previous != before:
        yield f"{link.run}: the chain is broken before this run: it follows another manifest than the one there"
    if found.manifest.number != link.number:
        yield f"{link.run}: says that it is run {found.manifest.number} of the chain, where it is run {link.number}"


def _run(folder: Path, expected: Expected, told: Verified) -> _Read | None:
    """Verify one run's folder; None where its manifest cannot be read."""
    name = folder.name
    content = (folder / MANIFEST).read_bytes()
    told.runs += 1
    try:
        manifest = read(content, f"{name}/{MANIFEST}")
    except InputError as wrong:
        told.problems.append(str(wrong))
        return None
    if manifest.run != name:
        told.problems.append(f"{name}: holds the evidence of {manifest.run}: the folder was renamed or exchanged")
    told.problems.extend(f"{name}/{fault}" for fault in _signature(folder, content, expected, told))
    if (folder / TOMBSTONE).exists():
        told.problems.extend(_buried(folder, manifest, content, expected, told))
    else:
        told.problems.extend(f"{name}/{fault}" for fault in _files(folder, manifest, told))
    return _Read(manifest=manifest, digest=digest(content))


def _buried(folder: Path, manifest: Manifest, content: bytes, expected: Expected, told: Verified) -> Iterator[str]:
    try:
        grave = tombstone_of(folder)
    except InputError as wrong:
        yield str(wrong)
        return
    told.notes.append(f"{folder.name}: is a tombstone; its evidence was deleted on {grave.pruned_at:%Y-%m-%d}")
    if grave.manifest != digest(content):
        yield f"{folder.name}/{TOMBSTONE}: is of another manifest than the one that lies beside it"
    if grave.pruned_at < manifest.sealed_at:
        yield f"{folder.name}/{TOMBSTONE}: is older than the run that it stands for"
    for path in files_below(folder):
        if path not in BESIDE and path not in grave.envelopes:
            yield f"{folder.name}/{path}: was added: a tombstone holds no evidence"
    yield from (f"{folder.name}/{fault}" for fault in grave.faults(folder, expected.key))


def _files(folder: Path, manifest: Manifest, told: Verified) -> Iterator[str]:
    """Every file that is changed, missing, added, exchanged or truncated."""
    there = set(files_below(folder)) - set(BESIDE)
    known = sorted(there & manifest.files.keys())
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="verify") as pool:
        for path, fault in zip(known, pool.map(lambda one: _fault(folder / one, one, manifest), known), strict=True):
            told.files += 1
            told.size += manifest.files[path].size
            if fault:
                yield f"{path}: {fault}"
    yield from (f"{path}: is missing" for path in sorted(manifest.files.keys() - there))
    yield from (f"{path}: was added" for path in sorted(there - manifest.files.keys()))


def _fault(file: Path, path: str, manifest: Manifest) -> str:
    if file.is_symlink():
        return "was changed: it is a link now"
    try:
        found = entry(file)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    meant = manifest.files[path]
    if found == meant:
        return ""
    exchanged = next((other for other, one in manifest.files.items() if one == found and other != path), "")
    if exchanged:
        return f"holds what {exchanged} held: files were exchanged or reordered"
    return f"was {_how(found, meant)}"


def _how(found: Entry, meant: Entry) -> str:
    if found.size < meant.size:
        return f"truncated: {found.size:,} of {meant.size:,} bytes are left"
    if found.size > meant.size:
        return f"changed: it has {found.size - meant.size:,} bytes more"
    return "changed: it has the same size and another content"


def _signature(folder: Path, manifest: bytes, expected: Expected, told: Verified) -> Iterator[str]:
    """What is wrong with who signed and who stamped."""
    envelope, stamp = folder / ENVELOPE, folder / STAMP
    if envelope.exists():
        content = envelope.read_bytes()
        if fault := signing.fault_of(content, manifest, expected.key):
            yield f"{ENVELOPE}: {fault}"
        elif expected.key is None:
            by = ", ".join(one[:16] for one in signing.signers(content))
            told.notes.append(f"{folder.name}: is signed by {by}…; --key PUBLIC.pem checks it")
    elif expected.key is not None:
        yield f"{ENVELOPE}: is missing: the run is not signed"
    if stamp.exists():
        if fault := stamping.fault_of(stamp.read_bytes(), manifest, expected.roots):
            yield f"{STAMP}: {fault}"
        else:
            at = stamping.moment_of(stamp.read_bytes())
            by = "" if expected.roots else "; --authority CA.pem checks by whom"
            told.notes.append(f"{folder.name}: is time-stamped {at:%Y-%m-%d %H:%M:%S} UTC{by}")
    elif expected.roots:
        yield f"{STAMP}: is missing: the run has no time-stamp"
