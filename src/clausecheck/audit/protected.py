"""Every store that has to be backed up: those that a cloud lists, and every system that holds records."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from clausecheck.audit.administrators import context_of
from clausecheck.audit.jobs import Job
from clausecheck.audit.subjects import Subject
from clausecheck.connectors.all_connectors import connector, told_by
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population, Protected
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System, Target

FACT = "protected"


def subjects(_obligation: Obligation, target: Target) -> list[Subject]:
    """Each account that lists what it backs up, and each system that holds records, wherever its backups lie."""
    holding = {place.system for dataset in target.datasets for place in dataset.places}
    accounts = {one.name for one in target.systems.values() if _lists_stores(one)}
    return [Subject(system=name) for name in target.systems if name in holding | accounts]


def _lists_stores(system: System) -> bool:
    return FACT in told_by(system.kind) and "protects" not in system.settings


def jobs(wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    """One job for each set of systems that are read, and with it every subject whose backups lie there."""
    together: dict[tuple[str, ...], list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        together.setdefault(_read_for(subject.system, audit.target), []).append((obligation, subject))
    return [
        Job(system=read[0] if read else "", answers=group, run=partial(_run, read, group, audit))
        for read, group in together.items()
    ]


def _read_for(name: str, target: Target) -> tuple[str, ...]:
    """The systems that tell the backups of this one: itself, those that protect it, the one that it lies on."""
    system = target.systems[name]
    if _lists_stores(system):
        return (name,)
    protecting = [one.name for one in target.systems.values() if name in protects(one)]
    lies_on = [system.at_rest.system] if system.at_rest and _tells(target, system.at_rest.system) else []
    return tuple(protecting + lies_on)


def _tells(target: Target, name: str) -> bool:
    return name in target.systems and FACT in told_by(target.systems[name].kind)


def protects(system: System) -> tuple[str, ...]:
    """The systems whose backups this one keeps, as its `protects` names them."""
    told: Any = system.settings.get("protects", ())
    return (told,) if isinstance(told, str) else tuple(told)


def _run(read: tuple[str, ...], group: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Any]:
    found = {name: _of_system(audit.target.systems[name], audit) for name in read}
    return [_of(audit.target.systems[subject.system], found) for _, subject in group]


def _of_system(system: System, audit: Audit) -> Population[Protected] | CannotVerify:
    """What a system tells; where it cannot, the reason, so that another one that protects the same may still tell."""
    try:
        told: Population[Protected] = connector(system.kind).FACTS[FACT](system, context_of(audit))
    except CannotVerify as reason:
        return reason
    return told


def _of(system: System, found: dict[str, Population[Protected] | CannotVerify]) -> Population[Protected] | CannotVerify:
    if not found:
        return _unmapped(system)
    failures = [told for told in found.values() if isinstance(told, CannotVerify)]
    told = {name: told for name, told in found.items() if not isinstance(told, CannotVerify)}
    if _lists_stores(system):
        return failures[0] if failures else _without_what_holds_nothing(system, told[system.name])
    lies_on = system.at_rest.resource if system.at_rest else ""
    stores = [one for population in told.values() for one in population if one.name in {system.name, lies_on}]
    if failures and not any(one.backups for one in stores):
        return failures[0]
    return _merged(system, stores, list(told.values()), failures)


def _merged(
    system: System, stores: list[Protected], told: list[Population[Protected]], failures: list[CannotVerify]
) -> Population[Protected] | CannotVerify:
    """One store, with its backups from everywhere."""
    if not stores:
        return _unmapped(system)
    backups = tuple(backup for one in stores for backup in one.backups)
    gaps = [one.gap for one in stores if one.gap] + [reason.reason for reason in failures]
    return Population(
        noun="stores",
        members=(Protected(label=stores[0].label, name=system.name, backups=backups, gap="; ".join(gaps)),),
        warnings=tuple(dict.fromkeys(warning for population in told for warning in population.warnings)),
        unreadable=tuple(one for population in told for one in population.unreadable),
    )


def _without_what_holds_nothing(system: System, told: Population[Protected]) -> Population[Protected]:
    """Stores of which the target says why they hold no personal data need no backup for this promise."""
    harmless = {one.name for one in system.inventory if one.no_personal_data}
    kept = tuple(one for one in told if one.name not in harmless)
    return replace(told, members=kept, excluded=told.excluded + len(told) - len(kept))


def _unmapped(system: System) -> CannotVerify:
    return CannotVerify(
        f"no backups of {system.name} are mapped",
        remedy=f"map a system of kind backups that protects {system.name}, or `at_rest:` in an account that lists them",
    )


def missing(_obligation: Obligation) -> str:
    return "systems that hold records, with a system of kind backups that protects them or an account of kind aws"
