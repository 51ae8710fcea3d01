"""What goes abroad: the register of transfers, every processor, and the regions of every system that holds data."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from clausecheck.audit.jobs import Job
from clausecheck.audit.subjects import Subject
from clausecheck.errors import CannotVerify
from clausecheck.model import Obligation
from clausecheck.records.asking import Ask, Audit
from clausecheck.targets.model import Dataset, System, Target

FACT = "transfers"
REGISTERS = ("transfers", "processors")


def subjects(obligation: Obligation, target: Target) -> list[Subject]:
    """One mechanism is judged by the transfers that rest on it; all of them together by every destination."""
    if getattr(obligation, "mechanism", ""):
        return _register("transfers", target)
    standing = [Subject(system=one.name) for one in target.systems.values() if _holds(one, target)]
    return [subject for name in REGISTERS for subject in _register(name, target)] + standing


def _register(name: str, target: Target) -> list[Subject]:
    return [
        Subject(system=place.system, dataset=dataset, place=place)
        for dataset in target.datasets_of(name)
        for place in dataset.places
    ] or [Subject(about=name)]


def _holds(system: System, target: Target) -> bool:
    """Whether records lie in it, or in a system that lies on its stores."""
    lying = {one.name for one in target.systems.values() if one.at_rest and one.at_rest.system == system.name}
    return any(place.system in {system.name, *lying} for dataset in target.datasets for place in dataset.places)


def jobs(wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    """One job a subject, which answers every clause that asks."""
    together: dict[str, list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        together.setdefault(subject.id, []).append((obligation, subject))
    return [
        Job(system=group[0][1].system, answers=group, run=partial(_run, group, audit)) for group in together.values()
    ]


def _run(group: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Any]:
    from clausecheck.records import transfers

    subject = group[0][1]
    if subject.dataset and subject.place:
        dataset: Dataset = subject.dataset
        asks = [Ask(obligation=obligation, dataset=dataset, place=subject.place) for obligation, _ in group]
        return list(transfers.answer(asks, audit))
    if subject.about:
        raise CannotVerify(
            f"the target maps no {subject.about}, so nobody can tell what goes abroad",
            remedy=f"map the register of {subject.about}",
        )
    return [transfers.regions(audit.target.systems[subject.system], audit) for _ in group]


def missing(_obligation: Obligation) -> str:
    return "the registers of transfers, transfer_mechanisms and processors"
