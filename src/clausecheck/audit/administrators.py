"""The administrators of every system that tells them, and of every application's own user table."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from clausecheck.audit.jobs import Job
from clausecheck.audit.subjects import Subject
from clausecheck.connectors.all_connectors import told_by
from clausecheck.connectors.protocol import Context
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit
from clausecheck.targets.model import Target

FACT = "administrators"
CATEGORY = "application_users"


def subjects(_obligation: Obligation, target: Target) -> list[Subject]:
    identity = [Subject(system=system.name) for system in target.systems.values() if FACT in told_by(system.kind)]
    users = [
        Subject(system=place.system, dataset=dataset, place=place)
        for dataset in target.datasets_of(CATEGORY)
        for place in dataset.places
        if not place.is_copy
    ]
    return identity + users


def jobs(wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    """One job a subject, whatever the number of obligations that ask."""
    together: dict[str, list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        together.setdefault(subject.id, []).append((obligation, subject))
    return [
        Job(system=group[0][1].system, answers=group, run=partial(_run, group, audit)) for group in together.values()
    ]


def _run(group: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Any]:
    population = _population(group[0][1], audit)
    return [population for _ in group]


def _population(subject: Subject, audit: Audit) -> Any:
    if subject.dataset and subject.place:
        from clausecheck.records.application_users import administrators

        return administrators(subject.dataset, subject.place, audit)
    from clausecheck.connectors.all_connectors import connector

    system = audit.target.systems[subject.system]
    return connector(system.kind).FACTS[FACT](system, context_of(audit))


def context_of(audit: Audit) -> Context:
    """What a connector needs to know of the audit."""
    return Context(as_of=audit.as_of, clock=audit.clock, pseudonyms=audit.pseudonyms, time_zone=audit.time_zone)


def missing(_obligation: Obligation) -> str:
    return f"a system that tells its {FACT} (kind aws), or a dataset of category {CATEGORY}"
