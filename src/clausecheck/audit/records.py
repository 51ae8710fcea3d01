"""Facts over rows: obligations of one family about one place are put together and answered by one scan."""

from collections.abc import Sequence
from functools import partial

from clausecheck.audit.jobs import Job
from clausecheck.audit.subjects import Subject
from clausecheck.facts import Records
from clausecheck.model import Obligation
from clausecheck.records.all_questions import ALL_QUESTIONS, SEARCHED, judged, places, question
from clausecheck.records.asking import Ask, Audit
from clausecheck.targets.model import Target


def subjects(obligation: Obligation, target: Target) -> list[Subject]:
    found = places(obligation, target)
    return [Subject(system=place.system, dataset=dataset, place=place) for dataset, place in found]


def jobs(wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    """One job for each family of questions, dataset and place; accounts and other records do not share a scan."""
    together: dict[tuple[object, ...], list[tuple[Obligation, Subject]]] = {}
    for obligation, subject in wanted:
        by_service = getattr(obligation, "anchor", "") == "service_end"
        # What is shown by other registers does not fail with them.
        shown_by = getattr(obligation, "shown_by", ())
        name = subject.dataset.name if subject.dataset else ""
        together.setdefault((ALL_QUESTIONS[obligation.kind], name, subject.resource, by_service, shown_by), []).append(
            (obligation, subject)
        )
    return [
        Job(system=group[0][1].system, answers=group, run=partial(_run, group, audit)) for group in together.values()
    ]


def _run(group: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Records]:
    asks = [
        Ask(obligation=obligation, dataset=subject.dataset, place=subject.place)
        for obligation, subject in group
        if subject.dataset and subject.place
    ]
    return question(group[0][0].kind).answer(asks, audit)


def missing(obligation: Obligation) -> str:
    if obligation.kind in SEARCHED:
        return "a dataset with the role subject, or with an identifier such as email"
    return f"a dataset of category {judged(obligation)}"
