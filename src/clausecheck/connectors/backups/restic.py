"""restic: `snapshots --json`, run here without a lock, so that nothing is written into the repository.

Settings: `repository` and `password`, both `${NAME}`; or `info` (a file that holds what
`restic snapshots --json` printed). restic encrypts every repository with AES-256 in counter mode, authenticated by
Poly1305-AES, and offers no way not to (restic's design document, "Keys, Encryption and MAC"). It stores no expiry:
what `forget` is told stands elsewhere, so `keeps` in the target says it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clausecheck.connectors.backups.listed import Entry, Listed
from clausecheck.connectors.files import fresh_json
from clausecheck.connectors.programs import printed_json
from clausecheck.errors import CannotVerify
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

_INSTALL = "apt-get install restic"
_REMOTE = ("azure:", "b2:", "gs:", "rclone:", "rest:", "s3:", "sftp:", "swift:")


def listed(system: System, clock: datetime) -> Listed:
    """Every snapshot of the repository. `CannotVerify` where restic's answer is missing, old or of another form."""
    told = _snapshots(system, clock)
    repository = str(system.settings.get("repository", ""))
    is_apart = True if repository.startswith(_REMOTE) else None
    try:
        return Listed(entries=tuple(_entry(one, is_apart) for one in told))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CannotVerify(f"the answer of restic for {system.name} has another form ({kind_of(error)})") from None


def _snapshots(system: System, clock: datetime) -> Any:
    if system.settings.get("info"):
        return fresh_json(system, str(system.settings["info"]), clock)
    secrets = {
        "RESTIC_REPOSITORY": str(system.settings.get("repository", "")),
        "RESTIC_PASSWORD": str(system.settings.get("password", "")),
    }
    command = ["restic", "snapshots", "--json", "--no-lock", "--no-cache"]
    return printed_json(system, command, secrets, install=_INSTALL)


def _entry(snapshot: Mapping[str, Any], is_apart: bool | None) -> Entry:
    # Its user's and its machine's names may be a person's: neither is kept.
    return Entry(
        label=f"snapshot {snapshot['short_id']}",
        marks=tuple(map(str, snapshot.get("tags") or ())),
        taken_at=_moment(str(snapshot["time"])),
        encrypted=True,
        algorithm="AES-256",
        is_apart=is_apart,
    )


def _moment(written: str) -> datetime:
    """RFC 3339 with nanoseconds, of which Python reads six digits."""
    whole, dot, rest = written.partition(".")
    digits = len(rest) - len(rest.lstrip("0123456789"))
    return datetime.fromisoformat(f"{whole}{dot}{rest[:digits][:6].ljust(6, '0') if dot else ''}{rest[digits:]}")
