"""Systems of a target, out of its data."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clausecheck.targets.draft import Draft
from clausecheck.targets.inventory import inventory_of
from clausecheck.targets.model import AtRest, Recipient, System

_COMMON = ("kind", "region", "timezone", "time_limit", "at_rest", "inventory", "recipients")
_LONGEST = 24 * 3600.0


def systems_of(draft: Draft) -> dict[str, System]:
    """Every system whose form is right, by name; what else is wrong with it is noted in the draft."""
    entries = draft.data.get("systems")
    if not isinstance(entries, Mapping):
        return {}
    sound = {name: entry for name, entry in entries.items() if draft.is_sound("systems", name)}
    return {name: _system(draft, name, entry, list(entries)) for name, entry in sound.items()}


def _system(draft: Draft, name: str, entry: Mapping[str, Any], names: list[str]) -> System:
    _refuse_unknown_protected(draft, name, entry, names)
    return System(
        name=name,
        kind=entry["kind"],
        settings={key: value for key, value in entry.items() if key not in _COMMON},
        region=entry.get("region", ""),
        timezone=_zone(draft, name, entry.get("timezone", "UTC")),
        time_limit=_seconds(draft, name, entry.get("time_limit", 60)),
        at_rest=_at_rest(draft, name, entry.get("at_rest"), names),
        inventory=inventory_of(draft, name, entry),
        recipients=_recipients(draft, name, entry),
        folder=draft.folder,
        line=draft.document.line("systems", name),
    )


def _zone(draft: Draft, name: str, zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        draft.refuse(
            f"{zone!r} is no time zone of the IANA list, such as America/New_York",
            "systems", name, "timezone", at_value=True,
        )  # fmt: skip
    return str(zone)


def _seconds(draft: Draft, name: str, written: int | str) -> float:
    try:
        seconds = float(written)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _LONGEST:
        message = f"{written!r} is no number of seconds between 0 and a day"
        draft.refuse(message, "systems", name, "time_limit", at_value=True)
        return 60.0
    return seconds


def _refuse_unknown_protected(draft: Draft, name: str, entry: Mapping[str, Any], names: list[str]) -> None:
    """Backups protect systems of this target."""
    told = entry.get("protects", ())
    for number, protected in enumerate([told] if isinstance(told, str) else told):
        if protected not in names:
            at = () if isinstance(told, str) else (protected,) if isinstance(told, Mapping) else (number,)
            draft.unknown("no system is named", protected, names, "systems", name, "protects", *at,
                          at_value=not isinstance(told, Mapping))  # fmt: skip


def _recipients(draft: Draft, name: str, entry: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Whom data of this system may go to; a second one of the same name is noted in the draft."""
    recipients = tuple(Recipient(**one) for one in entry.get("recipients", ()))
    for number, one in enumerate(recipients):
        if one.name in {before.name for before in recipients[:number]}:
            path = ("systems", name, "recipients", number, "name")
            draft.refuse(f"{one.name!r} is declared twice", *path, at_value=True)
    return recipients


def _at_rest(draft: Draft, name: str, entry: Mapping[str, Any] | None, names: list[str]) -> AtRest | None:
    if entry is None:
        return None
    if entry["system"] not in names:
        draft.unknown("no system is named", entry["system"], names, "systems", name, "at_rest", "system")
    return AtRest(system=entry["system"], resource=entry["resource"])
