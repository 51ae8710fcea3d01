"""Writes every report of a run into a folder, wholly or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from clausecheck.errors import CommandError
from clausecheck.model import Run
from clausecheck.reports.all_reports import ALL_REPORTS, ASKED_FOR, paper, rendered
from clausecheck.reports.language import language


def write(run: Run, folder: Path) -> tuple[Path, ...]:
    """Render every report, then put each into `folder` under its name; the paths, in the order of `ALL_REPORTS`.
    What is attached to the run is put there too, first.

    All are rendered before the first is written, and each appears under its name only once it is complete.
    Raises `CommandError` where the folder cannot be written.
    """
    contents = rendered(run)
    attached = {name: told.encode() if isinstance(told, str) else told for name, told in run.attached.items()}
    place({**attached, **contents}, folder)
    return tuple(folder / name for name in contents)


def write_paper(run: Run, folder: Path) -> tuple[Path, ...]:
    """Render the PDF and put it beside the others, which are there by now: what it cannot set costs none of them."""
    return place(paper(run), folder)


def place(contents: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Put files into `folder` by their names, each whole or not at all; `CommandError` where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _place(contents, folder)
    except OSError as error:
        raise _refused(folder, error) from None
    return tuple(folder / name for name in contents)


def _place(contents: Mapping[str, bytes], folder: Path) -> None:
    # Beside their places, since a rename is whole only within one file system.
    unfinished = {name: (folder / name).with_name(f".{Path(name).name}.{os.getpid()}") for name in contents}
    try:
        for name, content in contents.items():
            unfinished[name].parent.mkdir(exist_ok=True, parents=True)
            unfinished[name].write_bytes(content)
        for name, path in unfinished.items():
            path.replace(folder / name)
    finally:
        for path in unfinished.values():
            path.unlink(missing_ok=True)


def known(code: str) -> None:
    """Raise `CommandError` unless there is a catalogue of this language; "" leaves it to the policy."""
    if code:
        language(code)


def writable(folder: Path) -> None:
    """Raise `CommandError` unless reports can be written into `folder`; leave nothing behind.

    Asked before the audit starts, by doing it: permission bits do not tell of read-only file systems or of root.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
        for name in (*ALL_REPORTS, *ASKED_FOR):
            if (folder / name).is_dir():
                raise IsADirectoryError(0, f"{name} is a folder", name)
    except OSError as error:
        raise _refused(folder, error) from None
    finally:
        for path in missing:
            _remove_empty(path)


def _remove_empty(folder: Path) -> None:
    """Somebody may have put something there in the meantime, or it never came to be."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _refused(folder: Path, error: OSError) -> CommandError:
    return CommandError(f"the report folder {folder} cannot be written: {error.strerror or type(error).__name__}")
