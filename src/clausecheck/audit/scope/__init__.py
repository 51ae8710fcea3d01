"""What lies in the target's systems and stands in its registers, held against what the target maps (rigour 41)."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from clausecheck.audit.jobs import Job
from clausecheck.audit.scope.stores import stores
from clausecheck.audit.scope.tables import tables
from clausecheck.audit.subjects import Subject
from clausecheck.connectors.all_connectors import told_by
from clausecheck.errors import CannotVerify
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit
from clausecheck.targets.model import Target

FACT = "scope"
REGISTERS = ("processors", "processing_activities")


def subjects(_obligation: Obligation, target: Target) -> list[Subject]:
    """Every system that lists what it holds, and both registers, mapped or not."""
    listing = [Subject(system=one.name) for one in target.systems.values() if _lists(one.kind)]
    return listing + [subject for name in REGISTERS for subject in _entries(name, target)]


def _lists(kind: str) -> bool:
    return kind == "sql" or "stores" in told_by(kind)


def _entries(register: str, target: Target) -> list[Subject]:
    return [
        Subject(system=dataset.original.system, dataset=dataset, place=dataset.original)
        for dataset in target.datasets_of(register)
    ] or [Subject(about=register)]


def jobs(wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    """One job a subject, whatever the number of clauses that ask."""
    together: dict[str, list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        together.setdefault(subject.id, []).append((obligation, subject))
    return [
        Job(system=group[0][1].system, answers=group, run=partial(_run, group, audit)) for group in together.values()
    ]


def _run(group: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Any]:
    listed = _listed(group[0][1], audit)
    return [listed for _ in group]


def _listed(subject: Subject, audit: Audit) -> Any:
    if subject.dataset and subject.place:
        from clausecheck.records.scope import entries

        return entries(subject.dataset, subject.place, audit)
    if not subject.system:
        raise CannotVerify(
            f"the target maps no {subject.about}, so nobody can tell what else holds personal data",
            remedy=f"map the register of {subject.about.replace('_', ' ')}",
        )
    system = audit.target.systems[subject.system]
    return tables(system, audit) if system.kind == "sql" else stores(system, audit)


def missing(_obligation: Obligation) -> str:
    return "the systems that hold personal data, and the registers of processors and processing activities"
