"""Files that a target names as what a tool told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clausecheck.connectors.programs import LARGEST, parsed
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

FRESH = timedelta(days=1)
"""How old a tool's answer may be that somebody wrote into a file: an older one tells nothing of today (rigour 2)."""


def fresh_json(system: System, name: str, clock: datetime) -> Any:
    """The JSON in a file below the system's folder. `CannotVerify` where it is missing, old, too large or no JSON."""
    path = Path(system.folder, name)
    try:
        content = bounded(path)
    except OSError as error:
        raise CannotVerify(
            f"the file that tells of {system.name} could not be read ({kind_of(error)})",
            remedy="write what the tool lists into it before the audit",
        ) from None
    refuse_stale(path, system, clock)
    return parsed(system, content, "the file")


def refuse_stale(path: Path, system: System, clock: datetime) -> None:
    """Raise `CannotVerify` where the file is older than `FRESH`, `OSError` where it is not there."""
    written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if written_at + FRESH < clock:
        raise CannotVerify(
            f"the file that tells of {system.name} was written on {written_at:%Y-%m-%d}, too long before this audit",
            remedy="write what the tool lists into it before the audit",
        )


def bounded(path: Path) -> bytes:
    """What a file holds. `CannotVerify` where it is larger than `LARGEST`, `OSError` where it cannot be read."""
    if path.stat().st_size > LARGEST:
        raise CannotVerify(f"file {path.name} is larger than {LARGEST // 2**20} MB")
    return path.read_bytes()
