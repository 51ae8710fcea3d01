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
from clausecheck.targets.model import System, Target


def told(fact: str, *, missing: str) -> SimpleNamespace:
    """`subjects`, `jobs` and `missing` for a fact that is read from every system whose kind tells it.

    A system is read once, however many obligations ask. `missing` says what a target would have to map.
    """
    return put_together(partial(_read, fact), fact=fact, missing=missing)


def put_together(read: Callable[[System, Audit], Any], *, fact: str, missing: str) -> SimpleNamespace:
    """The same for what `read` puts together of each system whose kind tells `fact`."""
    return SimpleNamespace(
        subjects=partial(_subjects, fact),
        jobs=partial(_jobs, read),
        missing=_always(missing),
    )


def _subjects(fact: str, _obligation: Obligation, target: Target) -> list[Subject]:
    return [Subject(system=system.name) for system in target.systems.values() if tells(fact, system)]


def _jobs(
    read: Callable[[System, Audit], Any], wanted: Sequence[tuple[Obligation, Subject]], audit: Audit
) -> list[Job]:
    together: dict[str, list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        together.setdefault(subject.system, []).append((obligation, subject))
    return [
        Job(system=system, answers=group, run=partial(_run, read, system, len(group), audit))
        for system, group in together.items()
    ]


def _run(read: Callable[[System, Audit], Any], name: str, times: int, audit: Audit) -> list[Any]:
    return [read(audit.target.systems[name], audit)] * times


def _read(fact: str, system: System, audit: Audit) -> Any:
    return connector(system.kind).FACTS[fact](system, context_of(audit))


def _always(text: str) -> Callable[[Obligation], str]:
    return lambda _obligation: text
