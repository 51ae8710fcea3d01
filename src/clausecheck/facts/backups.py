"""Backups, and the stores that they protect."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Backup:
    """One backup: a full or incremental one of a database, a snapshot, a recovery point, a file.

    `label` is "<kind> <name>", unique within its system; `of` is the name of what it protects. `taken_at` is when it
    was complete, `expires_at` when it is set to be removed; both are aware. `never_expires` tells that nothing is set
    to remove it. Where one of these could not be told, `untold` says why.

    `algorithm` is what the tool or the provider documents ("AES-256"). `is_apart`: whoever can delete the store cannot
    thereby delete this backup (another account, a locked vault, another machine). Where one of these or `encrypted` is
    `None`, `unsure` says why.
    """

    label: str
    of: str
    taken_at: datetime | None
    expires_at: datetime | None = None
    never_expires: bool = False
    encrypted: bool | None
    algorithm: str | None = None
    is_apart: bool | None = None
    size: int | None = None
    untold: str = ""
    unsure: str = ""

    def uses(self, algorithm: str) -> bool:
        """Whether the algorithm that was told is this one, however it is spelled."""
        return self.algorithm is not None and _spelled(self.algorithm) == _spelled(algorithm)


@dataclass(frozen=True, kw_only=True, slots=True)
class Protected:
    """One store, with every backup of it that is listed; none at all is a fact too.

    `label` is "<kind> <name>", as the stores' own fact calls it; `name` is the resource's name, which a system's
    `at_rest` says. `gap` tells why the list may not be whole.
    """

    label: str
    name: str
    backups: tuple[Backup, ...] = ()
    gap: str = ""

    @property
    def newest_at(self) -> datetime | None:
        """When the newest backup was complete; `None` without one, and where no time could be told."""
        return max((one.taken_at for one in self.backups if one.taken_at), default=None)

    @property
    def untold(self) -> str:
        return next(self._doubts(), "")

    def _doubts(self) -> Iterator[str]:
        if self.gap:
            yield self.gap
        for one in self.backups:
            if one.unsure:
                yield one.unsure
            if one.taken_at is None:
                yield one.untold


def _spelled(algorithm: str) -> str:
    return "".join(filter(str.isalnum, algorithm)).upper()
