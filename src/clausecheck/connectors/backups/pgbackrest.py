"""pgBackRest: `info --output=json`, run here or read from a file, and the retention in its configuration.

Settings: `info` (a file that holds what `pgbackrest info --output=json` printed; without it the program is run) and
`config` (its configuration file). Sources: pgBackRest's command reference (`info`) and its configuration reference
(`repo-cipher-type`, `repo-retention-full`, `repo-retention-full-type`, `repo-type`, `repo-host`).
"""

from collections.abc import Iterator, Mapping, Sequence
from configparser import ConfigParser, Error
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from clausecheck.connectors.backups.listed import Entry, Listed, at
from clausecheck.connectors.files import fresh_json
from clausecheck.connectors.programs import printed_json
from clausecheck.errors import CannotVerify
from clausecheck.facts import Unreadable
from clausecheck.redaction import kind_of
from clausecheck.targets.model import System

_INSTALL = "apt-get install pgbackrest"
_NOT_OPENED = 99
_REMOTE = {"azure", "gcs", "s3", "sftp"}


def listed(system: System, clock: datetime) -> Listed:
    """Every backup of every stanza. `CannotVerify` where pgBackRest's answer is missing, old or of another form."""
    told = _info(system, clock)
    config = _config(system)
    try:
        return Listed(
            entries=tuple(entry for stanza in told for entry in _stanza(stanza, config)),
            unreadable=tuple(one for stanza in told for one in _closed(stanza)),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CannotVerify(f"the answer of pgBackRest for {system.name} has another form ({kind_of(error)})") from None


def _info(system: System, clock: datetime) -> Any:
    written = system.settings.get("info")
    if written:
        return fresh_json(system, str(written), clock)
    config = ["--config", str(Path(system.folder, str(told)))] if (told := system.settings.get("config")) else []
    return printed_json(system, ["pgbackrest", *config, "--output=json", "info"], {}, install=_INSTALL)


def _config(system: System) -> ConfigParser | None:
    """The configuration that the target names; `None` where it names none. `CannotVerify` where it cannot be read."""
    told = system.settings.get("config")
    if not told:
        return None
    parser = ConfigParser(interpolation=None, strict=False, delimiters=("=",))
    try:
        parser.read_string(Path(system.folder, str(told)).read_text(encoding="utf-8"))
    except (OSError, Error, UnicodeDecodeError) as error:
        raise CannotVerify(
            f"the configuration of pgBackRest for {system.name} could not be read ({kind_of(error)})",
            remedy="let the auditing user read it",
        ) from None
    return parser


def _stanza(stanza: Mapping[str, Any], config: ConfigParser | None) -> Iterator[Entry]:
    name = str(stanza["name"])
    ciphers = {repo["key"]: repo["cipher"] for repo in stanza.get("repo", ())}
    for key in sorted({backup["database"]["repo-key"] for backup in stanza["backup"]}):
        set_here = _Set.of(config, name, key)
        cipher = ciphers.get(key, stanza.get("cipher"))
        of_repo = [backup for backup in stanza["backup"] if backup["database"]["repo-key"] == key]
        fulls = sorted(backup["timestamp"]["stop"] for backup in of_repo if backup["type"] == "full")
        for backup in of_repo:
            yield _entry(name, backup, str(cipher), set_here, _full_of(backup, fulls), fulls)


def _full_of(backup: Mapping[str, Any], fulls: Sequence[int]) -> int | None:
    """When the full backup was complete on which this one rests: itself, or the newest before it."""
    return max((full for full in fulls if full <= backup["timestamp"]["stop"]), default=None)


def _closed(stanza: Mapping[str, Any]) -> Iterator[Unreadable]:
    """The repositories that pgBackRest could not open, for which it lists no backups and succeeds all the same."""
    for repo in (stanza, *stanza.get("repo", ())):
        if repo["status"]["code"] == _NOT_OPENED:
            yield Unreadable(
                what=f"stanza {stanza['name']}",
                why="pgBackRest could not open one of its repositories",
                remedy="run pgbackrest info as the auditing user and mend what it complains of",
            )
            return


class _Set:
    """What the configuration sets for one repository: how many fulls or days are kept, and where it lies."""

    def __init__(self, known: bool, number: str, kind: str, is_apart: bool | None) -> None:
        self.known, self.number, self.kind, self.is_apart = known, number, kind, is_apart

    @classmethod
    def of(cls, config: ConfigParser | None, stanza: str, key: int) -> "_Set":
        if config is None:
            return cls(known=False, number="", kind="", is_apart=None)

        def option(name: str) -> str:
            for section in (stanza, "global:backup", "global"):
                if config.has_option(section, f"repo{key}-{name}"):
                    return config.get(section, f"repo{key}-{name}").strip()
            return ""

        return cls(
            known=True,
            number=option("retention-full"),
            kind=option("retention-full-type") or "count",
            is_apart=True if option("host") or option("type") in _REMOTE else None,
        )


def _entry(
    stanza: str, backup: Mapping[str, Any], cipher: str, set_here: _Set, full: int | None, fulls: Sequence[int]
) -> Entry:
    taken_at = at(backup["timestamp"]["stop"])
    expires_at = _expiry(set_here, full, fulls)
    return Entry(
        label=f"{backup['type']} backup {backup['label']}",
        marks=(stanza,),
        taken_at=taken_at,
        time_untold="" if taken_at else "pgBackRest does not tell when it was complete",
        encrypted=cipher != "none" if cipher in {"none", "aes-256-cbc"} else None,
        algorithm="AES-256" if cipher == "aes-256-cbc" else None,
        is_apart=set_here.is_apart,
        size=backup["info"]["size"],
        expires_at=expires_at,
        never_expires=set_here.known and not set_here.number,
        expiry_untold=_why_untold(set_here, full, fulls),
        unsure=_unsure(backup, cipher),
    )


def _unsure(backup: Mapping[str, Any], cipher: str) -> str:
    if cipher not in {"none", "aes-256-cbc"}:
        return "pgBackRest names a cipher that is not known here"
    return "pgBackRest found pages in it whose checksums are wrong" if backup.get("error") else ""


def _expiry(set_here: _Set, full: int | None, fulls: Sequence[int]) -> datetime | None:
    """The latest moment at which it is removed, the fulls going on as far apart as they ever were.

    By time, a full goes once a newer one is so many days old; by count, once so many newer ones exist.
    """
    gap = _longest_gap(fulls)
    moment = at(full) if full else None
    if moment is None or gap is None or not set_here.number.isdigit():
        return None
    number = int(set_here.number)
    return moment + (timedelta(days=number) + gap if set_here.kind == "time" else number * gap)


def _longest_gap(fulls: Sequence[int]) -> timedelta | None:
    gaps = [later - earlier for earlier, later in pairwise(fulls)]
    return timedelta(seconds=max(gaps)) if gaps else None


def _why_untold(set_here: _Set, full: int | None, fulls: Sequence[int]) -> str:
    if not set_here.known:
        return "the retention stands in pgBackRest's configuration; `config:` in the target may name it"
    if full is None:
        return "the full backup on which it rests is not listed"
    return "one full backup alone does not tell when the next one removes it" if len(fulls) == 1 else ""
