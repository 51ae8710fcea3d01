"""A copy of data that AWS makes by itself, somewhere else."""

from dataclasses import dataclass

from clausecheck.facts import Unreadable

_PARTS = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """One copy. `to` is "" where it stays in the account; `names` are those by which a target may declare another."""

    label: str
    kind: str
    region: str
    to: str = ""
    names: tuple[str, ...] = ()


Told = tuple[Copy | Unreadable, ...]


def copied(what: str, kind: str, arn: str, account: str, here: str) -> Copy:
    """A copy by the ARN of where it goes; what has no ARN lies in the region of its original."""
    parts = arn.split(":")
    region, owner = (parts[3], parts[4]) if len(parts) >= _PARTS else (here, account)
    to = f"account {owner}" if owner != account else ""
    where = f"{region} of {to}" if to else region
    return Copy(label=f"{kind} of {what} in {where}", kind=kind, region=region, to=to, names=(owner, arn) if to else ())
