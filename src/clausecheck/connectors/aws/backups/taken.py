"""A backup, and of which store it is: the same name may stand in two regions and for two kinds."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from clausecheck.connectors.aws.ciphers import algorithm_of
from clausecheck.facts import Backup, Store, Unreadable


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """One backup with the store that it is of."""

    region: str
    kind: str
    backup: Backup

    def is_of(self, store: Store) -> bool:
        return (self.region, self.kind, self.backup.of) == (store.region, store.kind, store.name)


Told = tuple[Taken | Unreadable, ...]


def moment(told: object) -> datetime | None:
    return told.astimezone(UTC) if isinstance(told, datetime) else None


def later(taken: datetime | None, days: object) -> datetime | None:
    return taken + timedelta(days=days) if taken and isinstance(days, int) and days > 0 else None


def cipher(kind: str, region: str, encrypted: object) -> str | None:
    """The cipher that AWS documents for a backup of such a kind, where it is encrypted."""
    return algorithm_of(kind, region) if encrypted is True else None


def unsure(encrypted: object, algorithm: str | None) -> str:
    """Why nobody can tell how a backup is encrypted, or ""."""
    if not isinstance(encrypted, bool):
        return "AWS does not tell whether it is encrypted"
    return "encrypted, but no AWS documentation names the cipher" if encrypted and algorithm is None else ""
