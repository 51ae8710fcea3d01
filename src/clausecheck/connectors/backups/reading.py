"""From what a tool lists to facts: which store each backup protects, and whether its time can be believed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from clausecheck.connectors.backups import directory, pgbackrest, restic
from clausecheck.connectors.backups.listed import Entry, Listed, Lists
from clausecheck.connectors.protocol import Context
from clausecheck.errors import CannotVerify
from clausecheck.facts import Backup, Population, Protected
from clausecheck.periods import Period
from clausecheck.redaction import shown_file
from clausecheck.targets.model import System

TOOLS: Mapping[str, Lists] = {"pgbackrest": pgbackrest.listed, "restic": restic.listed, "directory": directory.listed}
_GRACE = timedelta(days=1)


def backups(system: System, context: Context) -> Population[Backup]:
    """Every backup that the system lists, whatever it protects. `CannotVerify` where nothing could be read."""
    listed = TOOLS[str(system.settings["tool"])](system, context.clock)
    later = [entry for entry in listed.entries if _is_later(entry, context)]
    return Population(
        noun="backups",
        members=tuple(_backup(entry, listed, system, context) for entry in listed.entries if entry not in later),
        unreadable=tuple(replace(one, what=_shown(one.what, context)) for one in listed.unreadable),
        excluded=len(later),
        warnings=_warnings(system),
    )


def protected(system: System, context: Context) -> Population[Protected]:
    """Each system that `protects` names, with the backups of it."""
    found = backups(system, context)
    return Population(
        noun="protected stores",
        members=tuple(
            Protected(label=f"system {name}", name=name, backups=tuple(one for one in found if one.of == name))
            for name in selectors(system)
        ),
        unreadable=found.unreadable,
        warnings=found.warnings,
    )


def selectors(system: System) -> dict[str, str]:
    """Each system that is protected, with the stanza, tag or pattern of its backups; "" takes all of them."""
    told = system.settings["protects"]
    if isinstance(told, Mapping):
        return {str(name): str(mark) for name, mark in told.items()}
    return dict.fromkeys([told] if isinstance(told, str) else list(told), "")  # type: ignore[call-overload]


def _is_later(entry: Entry, context: Context) -> bool:
    """Taken after the moment judged, which lies in the past: out of scope (rigour 6)."""
    return entry.taken_at is not None and context.as_of < entry.taken_at <= context.clock


def _backup(entry: Entry, listed: Listed, system: System, context: Context) -> Backup:
    is_ahead = entry.taken_at is not None and entry.taken_at > context.clock + _GRACE
    taken_at = None if is_ahead else entry.taken_at
    expires_at = entry.expires_at or _declared(system, taken_at)
    return Backup(
        label=_shown(entry.label, context),
        of=_of(entry, listed, system),
        taken_at=taken_at,
        expires_at=expires_at,
        never_expires=entry.never_expires,
        encrypted=entry.encrypted,
        algorithm=entry.algorithm,
        is_apart=True if system.settings.get("apart") else entry.is_apart,
        size=entry.size,
        untold="; ".join(_doubts(entry, taken_at, expires_at, context)),
        unsure=_unsure(entry, system),
    )


def _shown(label: str, context: Context) -> str:
    """A label, without the name of a file that may be somebody's."""
    kind, _, name = label.partition(" ")
    return f"file {shown_file(name, context.pseudonyms)}" if kind == "file" else label


def _declared(system: System, taken_at: datetime | None) -> datetime | None:
    keeps = system.settings.get("keeps")
    return Period.parse(str(keeps)).end(taken_at) if keeps and taken_at else None


def _doubts(entry: Entry, taken_at: datetime | None, expires_at: datetime | None, context: Context) -> Iterator[str]:
    if taken_at is None:
        yield "when it was taken cannot be true: it lies ahead of today" if entry.taken_at else entry.time_untold
    elif expires_at is None and not entry.never_expires:
        yield entry.expiry_untold or "its tool keeps no expiry; `keeps:` in the target may say what removes backups"
    elif expires_at and expires_at + _GRACE < context.as_of:
        yield "it should have been removed by now: what is set to remove backups does not"


def _unsure(entry: Entry, system: System) -> str:
    if entry.unsure:
        return entry.unsure
    if entry.is_apart is None and not system.settings.get("apart"):
        return "whether it lies apart from what it protects cannot be seen; `apart:` in the target may say how"
    return ""


def _of(entry: Entry, listed: Listed, system: System) -> str:
    """The first system whose selector one of the marks fits; "" where none does."""
    for name, mark in selectors(system).items():
        if not mark or any(listed.matches(one, mark) for one in entry.marks):
            return name
    return ""


def _warnings(system: System) -> tuple[str, ...]:
    """What the finding owes to the target's word, not to what was seen."""
    keeps, apart = system.settings.get("keeps"), system.settings.get("apart")
    return (
        *((f"Backups expire after {Period.parse(str(keeps)).in_words()} as the target says",) if keeps else ()),
        *((f"Kept apart as the target says: {apart}",) if apart else ()),
    )


def none_listed(system: System, what: str) -> CannotVerify:
    """The refusal that a listing deserves which is no listing."""
    return CannotVerify(f"{what} of {system.name} is not in the form that its tool documents")
