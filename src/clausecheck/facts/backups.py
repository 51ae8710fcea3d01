"""Backups, and the stores that they protect."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Backup:
    """One backup: a full or incremental one of a database, a snapshot, a recovery point.

    `label` is "<kind> <name>", unique within its system; `of` is the name of the store that it protects. `taken_at` is
    when it was complete, `expires_at` when it is set to be removed; both are aware. `never_expires` tells that nothing
    is set to remove it; with neither, that could not be told. `algorithm` is what the tool or the provider documents
    ("AES-256"). `is_apart`: whoever can delete the store cannot thereby delete this backup (another account, a locked
    vault, another machine, a repository of its own). `None` means not told, with the reason in `untold`.
    """

    label: str
    of: str
    taken_at: datetime | None
    expires_at: datetime | None = None
    never_expires: bool | None = None
    encrypted: bool | None
    algorithm: str | None = None
    is_apart: bool | None = None
    size: int | None = None
    untold: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Protected:
    """One store, with every backup of it that its system lists; none at all is a fact too.

    `label` is "<kind> <name>", as the stores' own fact calls it; `name` is the resource's name, which a system's
    `at_rest` says. `untold` tells why the list may not be whole.
    """

    label: str
    name: str
    backups: tuple[Backup, ...] = ()
    untold: str = ""
