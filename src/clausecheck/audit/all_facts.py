"""The facts that a check may ask for by name, each gathered by one module."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clausecheck.audit import (
    administrators,
    collected,
    columns,
    endpoints,
    hops,
    protected,
    records,
    scope,
    stores,
    transfers,
)
from clausecheck.audit.checks import Check
from clausecheck.audit.jobs import Job
from clausecheck.audit.site import announcements, contacts, fields, published, sign_ups
from clausecheck.audit.subjects import Subject
from clausecheck.audit.told import told
from clausecheck.audit.tracking.gathering import TRACKING
from clausecheck.model import Obligation
from clausecheck.records.asking import Audit
from clausecheck.targets.model import Target


@dataclass(frozen=True, kw_only=True)
class FactKind:
    """How one kind of fact is gathered: where it must be looked for, and the jobs that bring it.

    `missing` says what a target would have to map where there is no subject at all.
    """

    subjects: Callable[[Obligation, Target], list[Subject]]
    jobs: Callable[[Sequence[tuple[Obligation, Subject]], Audit], list[Job]]
    missing: Callable[[Obligation], str]


_GATHERED: Mapping[str, Any] = {
    "records": records,
    "administrators": administrators,
    "stores": stores,
    "categories": collected,
    "columns": columns,
    "scope": scope,
    "transfers": transfers,
    "asked_fields": fields,
    "sign_ups": sign_ups,
    "published_places": published,
    "announcements": announcements,
    "published_contacts": contacts,
    "backups": told("backups", missing="a system that lists backups (kind backups or aws)"),
    "log_stores": told("log_stores", missing="a system that tells its logs (kind logs or aws)"),
    "protected": protected,
    "scans": told("scans", missing="the results of a scanner (kind scanner)"),
    "accesses": told("accesses", missing="a system that tells who may reach it (kind sql or aws)"),
    "monitors": told("monitors", missing="a system that tells what watches it (kind aws, or sql on a server)"),
    "endpoints": endpoints,
    "hops": hops,
    "outflows": told("outflows", missing="a system that tells where its data go (kind aws, or sql on a server)"),
    **TRACKING,
}
"""By the name of each fact what tells its subjects and jobs: a module, or `told` for what a connector tells."""

ALL_FACTS: Mapping[str, FactKind] = {
    name: FactKind(subjects=one.subjects, jobs=one.jobs, missing=one.missing) for name, one in _GATHERED.items()
}


class UnknownFact(LookupError):
    """A check asks for a fact that nobody gathers. The text names both sides, and no value."""


def kind_of_fact(check: Check) -> FactKind:
    """The one kind of fact that a check asks for; `UnknownFact` where there is no such fact."""
    unknown = [name for name in check.facts if name not in ALL_FACTS]
    if unknown or len(check.facts) != 1:
        asked = ", ".join(check.facts) or "nothing"
        raise UnknownFact(f"check {check.stem} asks for {asked}; it may ask for one of: {', '.join(ALL_FACTS)}")
    return ALL_FACTS[check.facts[0]]


def subjects_of(check: Check, obligation: Obligation, target: Target) -> list[Subject]:
    return kind_of_fact(check).subjects(obligation, target)
