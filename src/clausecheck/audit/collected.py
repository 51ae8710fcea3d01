"""What the policy says is collected, as facts: read from the policy itself, so that no system is asked."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from clausecheck.audit.jobs import Job
from clausecheck.audit.subjects import Subject
from clausecheck.facts import CollectedCategory, Population
from clausecheck.model import Obligation
from clausecheck.policy.collected import Kept
from clausecheck.records.asking import Audit
from clausecheck.targets.model import Target

FACT = "categories"


def subjects(_obligation: Obligation, _target: Target) -> list[Subject]:
    return [Subject(about="policy")]


def jobs(wanted: Sequence[tuple[Obligation, Subject]], audit: Audit) -> list[Job]:
    return [Job(system="", answers=wanted, run=partial(_run, len(wanted), audit))]


def _run(number: int, audit: Audit) -> list[Any]:
    categories = Population(noun="kinds of data", members=tuple(map(category, audit.collected)))
    return [categories] * number


def category(kept: Kept) -> CollectedCategory:
    """One kind of data, as a fact."""
    return CollectedCategory(label=f"{kept.clause.id} {kept.clause.title}", category=kept.category, untold=kept.why)


def missing(_obligation: Obligation) -> str:
    return "under `collection:` of policy.yaml what section 1 says is collected"
