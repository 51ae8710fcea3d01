"""The hops that a target declares, and where they lead."""

from collections.abc import Mapping
from typing import Any, Final

from clausecheck.targets.addresses import Address, address_of
from clausecheck.targets.draft import Draft
from clausecheck.targets.model import Link, System
from clausecheck.targets.networked import addresses_of, is_remote

INTERNET: Final = "internet"
"""Where people come from: the one beginning of a hop that is neither a system nor a service of the company."""


def links_of(draft: Draft, systems: Mapping[str, System]) -> tuple[Link, ...]:
    """Every link whose form is right; what else is wrong with it is noted in the draft."""
    entries = draft.data.get("links")
    if not isinstance(entries, list):
        return ()
    services = draft.data.get("services")
    names = [*(draft.data.get("systems") or ()), *(services if isinstance(services, list) else ())]
    sound = [(index, entry) for index, entry in enumerate(entries) if draft.is_sound("links", index)]
    return tuple(_link(draft, index, entry, systems, names) for index, entry in sound)


def _link(draft: Draft, index: int, entry: Mapping[str, Any], systems: Mapping[str, System], names: list[str]) -> Link:
    for end, known in (("from", [*names, INTERNET]), ("to", names)):
        if entry[end] not in known:
            draft.unknown("no system and no service is named", entry[end], known, "links", index, end)
    return Link(
        origin=entry["from"],
        to=entry["to"],
        addresses=_addresses(draft, index, entry, systems.get(entry["to"])),
        local=entry.get("local", ""),
        ca_file=entry.get("ca_file", ""),
        line=draft.document.line("links", index),
    )


def _addresses(draft: Draft, index: int, entry: Mapping[str, Any], to: System | None) -> tuple[Address, ...]:
    if draft.is_listing:
        return ()
    if "local" in entry:
        if to is not None and _leads_away(to):
            away = f"{to.name} is on another machine, by its own settings: the link cannot be local"
            draft.refuse(away, "links", index, "local", at_value=True)
        return ()
    if "endpoint" in entry:
        url = {"url": entry["endpoint"], "server_name": entry.get("server_name", "")}
        return _parsed(draft, url, "links", index, "endpoint")
    try:
        own = addresses_of(to) if to is not None else ()
    except ValueError as wrong:
        draft.refuse(f"the settings of {entry['to']} do not say where it is reached: {wrong}", "links", index)
        return ()
    if not own:
        nowhere = f"nothing says where {entry['to']} is reached: name an `endpoint`, or why it is `local`"
        draft.refuse(nowhere, "links", index)
    return own


def _leads_away(system: System) -> bool:
    try:
        return is_remote(system)
    except ValueError:
        return False  # what is wrong with its settings is told where they stand


def _parsed(draft: Draft, entry: object, *path: str | int) -> tuple[Address, ...]:
    try:
        return (address_of(entry),)
    except ValueError as wrong:
        draft.refuse(str(wrong), *path, at_value=True)
        return ()


def refuse_no_addresses(draft: Draft) -> None:
    """Note each entry of `endpoints:` that leads nowhere."""
    systems = draft.data.get("systems")
    for name, entry in systems.items() if isinstance(systems, Mapping) and not draft.is_listing else ():
        if draft.is_sound("systems", name) and entry.get("kind") == "tls":
            for index, endpoint in enumerate(entry["endpoints"]):
                _parsed(draft, endpoint, "systems", name, "endpoints", index)
