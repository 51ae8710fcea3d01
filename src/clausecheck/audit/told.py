"""Facts that a connector tells of a whole system, one population each: most facts are gathered this way."""

from collections.abc import Callable, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

from clausecheck.audit.administrators import context_of
from clausecheck.audit.jobs import Job
from clausecheck.audit.subjects import Subject
from clausecheck.connectors.all_connectors import connector, tells
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit
from clausecheck.targets.model import Target


def told(fact: str, *, missing: str) -> SimpleNamespace:
    """`subjects`, `jobs` and `missing` for a fact that is read from every system whose kind tells it.

    A system is read once, however many obligations ask. `missing` says what a target would have to map.
    """
    return SimpleNamespace(
        subjects=partial(_subjects, fact),
        jobs=partial(_jobs, fact),
        missing=_always(missing),
    )


def _subjects(fact: str, _obligation: Obligation, target: Target) -> list[Subject]:
    return [Subject(system=system.name) for system in target.systems.values() if tells(fact, system)]


def _jobs(fact: str, wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    together: dict[str, list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        together.setdefault(subject.system, []).append((obligation, subject))
    return [
        Job(system=system, answers=group, run=partial(_run, fact, system, len(group), audit))
        for system, group in together.items()
    ]


def _run(fact: str, name: str, times: int, audit: Audit) -> list[Any]:
    system = audit.target.systems[name]
    return [connector(system.kind).FACTS[fact](system, context_of(audit))] * times


def _always(text: str) -> Callable[[Obligation], str]:
    return lambda _obligation: text
