"""The administrators of every system that tells them, of every application's own user table, and of all at once.

Where a target has several such places, a further finding is about everybody who administers anything: it counts
people, while the finding of each place counts accounts.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from clausecheck.audit.everybody import Once, everybody
from clausecheck.audit.jobs import Job
from clausecheck.audit.subjects import Subject
from clausecheck.connectors.all_connectors import told_by
from clausecheck.connectors.protocol import Context
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit
from clausecheck.targets.model import Target

FACT = "administrators"
CATEGORY = "application_users"
EVERYWHERE = "every-identity-source"


def subjects(_obligation: Obligation, target: Target) -> list[Subject]:
    places = _places(target)
    return [*places, *([Subject(about=EVERYWHERE)] if len(places) > 1 else [])]


def _places(target: Target) -> list[Subject]:
    identity = [Subject(system=system.name) for system in target.systems.values() if FACT in told_by(system.kind)]
    users = [
        Subject(system=place.system, dataset=dataset, place=place)
        for dataset in target.datasets_of(CATEGORY)
        for place in dataset.places
        if not place.is_copy
    ]
    return identity + users


def jobs(wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    """One job a subject, whatever the number of obligations that ask. What all of them need is read once."""
    readings = {one.id: Once(partial(_population, one, audit)) for one in _places(audit.target)}
    together: dict[str, list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        together.setdefault(subject.id, []).append((obligation, subject))
    return [
        Job(system=group[0][1].system, answers=group, run=partial(_run, name, len(group), readings))
        for name, group in together.items()
    ]


def _run(name: str, times: int, readings: Mapping[str, Once]) -> list[Any]:
    return [everybody(readings) if name == EVERYWHERE else readings[name]()] * times


def _population(subject: Subject, audit: Audit) -> Any:
    if subject.dataset and subject.place:
        from clausecheck.records.application_users import administrators

        return administrators(subject.dataset, subject.place, audit)
    from clausecheck.connectors.all_connectors import connector

    system = audit.target.systems[subject.system]
    return connector(system.kind).FACTS[FACT](system, context_of(audit))


def context_of(audit: Audit) -> Context:
    """What a connector needs to know of the audit."""
    return Context(
        as_of=audit.as_of, clock=audit.clock, pseudonyms=audit.pseudonyms, time_zone=audit.time_zone,
        exhibits=audit.exhibits,
    )  # fmt: skip


def missing(_obligation: Obligation) -> str:
    kinds = "aws, ldap, keycloak, okta, entra, google_workspace, github"
    return f"a system that tells its {FACT} (of kind {kinds}), or a dataset of category {CATEGORY}"
