"""What an audit hands to its evidence: each examination with its fact, and the calls that its systems were asked."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from clausecheck.audit.planning import Examination
from clausecheck.audit.subjects import NOTHING_MAPPED, Subject
from clausecheck.audit.terms import Terms
from clausecheck.errors import CannotVerify
from clausecheck.evidence.door import Door
from clausecheck.evidence.keeping import Examined, Keeping
from clausecheck.evidence.stored import StoredExamination
from clausecheck.policy import Policy
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, Target


def prepared(
    folder: Path, run: str, *, policy: Policy, target: Target, pseudonyms: Pseudonyms
) -> tuple[Keeping, Target]:
    """The evidence of a run that has not begun, and the target, each system of which tells it what it is asked."""
    retention = str(policy.evidence_kept or "")
    keeping = Keeping(folder, run, Door(pseudonyms=pseudonyms), target=target.name, retention=retention)
    heard = {name: replace(system, heard=keeping.calls) for name, system in target.systems.items()}
    return keeping, replace(target, systems=heard)


def keep(
    keeping: Keeping | None,
    examination: Examination,
    fact: object | BaseException,
    terms: Terms,
    consulted: Collection[tuple[str, str]] = (),
    *,
    looked_at: bool = True,
) -> None:
    """Keep what one examination was answered; nothing where nobody keeps evidence."""
    if keeping is None:
        return
    told = Examined(
        id=examination.id,
        check=examination.check.stem,
        clause=examination.clause.id,
        obligation=examination.obligation.kind,
        number=examination.number,
        terms=terms.digest(examination.check, examination.obligation),
        subject=_told(examination.subject),
        consulted=consulted,
        looked_at=looked_at,
    )
    keeping.examined(told, fact)


def not_examined() -> CannotVerify:
    """Why a finding of a narrowed or interrupted run is unverified."""
    return CannotVerify("it was not examined in this run", remedy="audit without narrowing the checks")


def _told(subject: Subject) -> dict[str, Any]:
    dataset, place = subject.dataset, subject.place
    return {
        "system": subject.system,
        "about": subject.about,
        "dataset": {"name": dataset.name, "category": dataset.category, "may_be_empty": dataset.may_be_empty,
                    "acting_as": dataset.acting_as} if dataset else None,
        "place": {"system": place.system, "table": place.table, "is_copy": place.is_copy} if place else None,
    }  # fmt: skip


def subject_of(one: StoredExamination) -> Subject:
    """The subject of a stored examination, as far as a finding needs it."""
    told = one.subject
    if not (told["system"] or told["about"] or told["dataset"]):
        return NOTHING_MAPPED
    place = Place(**told["place"], roles={}) if told["place"] else None
    dataset = Dataset(**told["dataset"], places=(place,) if place else ()) if told["dataset"] else None
    return Subject(system=told["system"], about=told["about"], dataset=dataset, place=place)
