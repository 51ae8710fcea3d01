"""The endpoints of every system that is reached over a network, and of every service that a link leads to."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from clausecheck.audit.addresses import KIND, asked, endpoints_of, population
from clausecheck.audit.jobs import Job
from clausecheck.audit.subjects import Subject
from clausecheck.errors import CannotVerify
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit
from clausecheck.targets.model import Target


def subjects(_obligation: Obligation, target: Target) -> list[Subject]:
    """Systems of kind tls, and whatever else has an endpoint or should: its settings may hide where it is."""
    names = dict.fromkeys([*target.systems, *(link.to for link in target.links)])
    return [subject_of(name, target) for name in names if _has_endpoints(name, target)]


def subject_of(name: str, target: Target) -> Subject:
    return Subject(system=name) if name in target.systems else Subject(about=name)


def _has_endpoints(name: str, target: Target) -> bool:
    try:
        return bool(endpoints_of(name, target))
    except ValueError:
        return True


def jobs(wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    """One job a subject, whatever the number of obligations that ask."""
    together: dict[str, list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        together.setdefault(subject.id, []).append((obligation, subject))
    return [
        Job(system=group[0][1].system, answers=group, run=partial(_run, name, len(group), audit))
        for name, group in together.items()
    ]


def _run(name: str, times: int, audit: Audit) -> list[Any]:
    try:
        addresses = endpoints_of(name, audit.target)
    except ValueError as wrong:
        raise CannotVerify(
            f"the settings of {name} do not say where it is reached: {wrong}",
            remedy=f"declare a link to {name} with its `endpoint`",
        ) from None
    return [population(asked(name, addresses, audit))] * times


def missing(_obligation: Obligation) -> str:
    return f"the endpoints that speak TLS (a system of kind {KIND}), or `links:` to systems and services"
