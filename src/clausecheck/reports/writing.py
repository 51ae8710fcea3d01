"""Writes every report of a run into a folder, wholly or not at all. Of two runs that end at once, one comes after the
other: the reports in a folder are those of one run.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from clausecheck.errors import CommandError
from clausecheck.folders import tried
from clausecheck.model import Run
from clausecheck.reports.all_reports import ALL_REPORTS, ASKED_FOR, paper, rendered
from clausecheck.reports.language import language

_TOLD = "report.json"


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
    """Render the PDF and put it beside the others, which are there by now: what it cannot set costs none of them.

    `CommandError` where the folder cannot be written, or holds the reports of another run by now.
    """
    return place(paper(run), folder, beside=run.id)


def place(contents: Mapping[str, bytes], folder: Path, *, beside: str = "") -> tuple[Path, ...]:
    """Put files into `folder` by their names, each whole or not at all; `CommandError` where it cannot be written, or
    where its reports are not of the run `beside`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            if beside and held(folder) != beside:
                files = ", ".join(contents)
                raise CommandError(f"{folder} holds the reports of {held(folder)} by now: {files} was not written")
            _place(contents, folder)
    except OSError as error:
        raise _refused(folder, error) from None
    return tuple(folder / name for name in contents)


def held(folder: Path) -> str:
    """The id of the run whose reports a folder holds, "" where it has none."""
    try:
        return str(json.loads((folder / _TOLD).read_text(encoding="utf-8"))["run"]["id"])
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, LookupError, TypeError):
        return "something that is no report"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Whoever else wants to put reports into this folder waits; the system frees the lock of a process that ends."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems know no locks
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


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
    """Raise `CommandError` unless reports can be written into `folder`; leave nothing behind."""
    try:
        tried(folder)
        for name in (*ALL_REPORTS, *ASKED_FOR):
            if (folder / name).is_dir():
                raise IsADirectoryError(0, f"{name} is a folder", name)
    except OSError as error:
        raise _refused(folder, error) from None


def _refused(folder: Path, error: OSError) -> CommandError:
    return CommandError(f"the report folder {folder} cannot be written: {error.strerror or type(error).__name__}")
