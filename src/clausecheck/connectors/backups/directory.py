"""Backups that are plain files in a folder: each is as old as its file, and what it is tells its beginning.

Settings: `path` (a folder) and `pattern` (which files, `**` included; all of them where it is left out).
"""

from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path

from clausecheck.connectors.backups.contents import encryption_of
from clausecheck.connectors.backups.listed import Entry, Listed, at
from clausecheck.errors import CannotVerify
from clausecheck.facts import Unreadable
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

_BEGINNING = 4096


def listed(system: System, clock: datetime) -> Listed:  # noqa: ARG001 - as every tool
    """Every file that the pattern names. `CannotVerify` where the folder cannot be read."""
    folder = Path(system.folder, str(system.settings["path"]))
    try:
        list(folder.iterdir())
        files = sorted(file for file in folder.glob(str(system.settings.get("pattern", "*"))) if file.is_file())
    except (OSError, ValueError) as error:
        raise CannotVerify(
            f"the folder of {system.name} could not be read ({kind_of(error)})",
            remedy="correct `path:`, or let the auditing user read it",
        ) from None
    entries: list[Entry] = []
    unreadable: list[Unreadable] = []
    for file in files:
        try:
            entries.append(_entry(file, folder))
        except OSError as error:
            what = f"file {file.relative_to(folder)}"
            unreadable.append(Unreadable(what=what, why=kind_of(error), remedy="let the auditing user read it"))
    return Listed(entries=tuple(entries), unreadable=tuple(unreadable), matches=fnmatch)


def _entry(file: Path, folder: Path) -> Entry:
    told = file.stat()
    with file.open("rb") as opened:
        encrypted, algorithm, unsure = encryption_of(opened.read(_BEGINNING))
    name = str(file.relative_to(folder))
    return Entry(
        label=f"file {name}",
        marks=(name,),
        taken_at=at(told.st_mtime),
        time_untold="its file bears no time",
        encrypted=encrypted,
        algorithm=algorithm,
        size=told.st_size,
        unsure=unsure,
    )
