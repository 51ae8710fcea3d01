"""What is asked of records: one obligation, of one place of one dataset, at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from clausecheck.errors import CannotVerify
from clausecheck.model import Category, Obligation
from clausecheck.policy.collected import Kept
from clausecheck.policy.waivers import Waiver
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, System, Target

LATE_CLOCKS = timedelta(hours=24)
"""A moment of the past may be this much after the audit's: clocks differ. Later than that it decides nothing."""


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What every question needs to know of the audit. `as_of` and `clock` are aware; `clock` is the machine's own
    time, or `as_of` where the world was built for it. `waivers` are those that count and name records,
    `collected` what the policy says is collected.
    `obligations` are all of the policy's, whichever clauses are audited: some leave to others what they do not cover.
    `contacts` are the policy's as policy.yaml has them, `folder` is the project's root.
    `exhibits` takes what connectors keep as evidence, None where nobody does.
    """

    target: Target
    as_of: datetime
    clock: datetime
    time_zone: str
    policy_date: date
    categories: dict[str, Category]
    pseudonyms: Pseudonyms
    waivers: tuple[Waiver, ...] = ()
    collected: tuple[Kept, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    policy_title: str = ""
    contacts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    folder: str = ""
    exhibits: dict[str, bytes] | None = field(default=None, repr=False)

    @property
    def is_in_the_past(self) -> bool:
        """Whether rows later than `as_of` are ordinary rows that merely do not belong to the audited moment."""
        return self.as_of < self.clock - timedelta(minutes=1)

    @property
    def latest_possible(self) -> datetime:
        """What claims to have happened after this cannot have."""
        return max(self.as_of, self.clock if self.is_in_the_past else self.as_of) + LATE_CLOCKS

    def system(self, place: Place) -> System:
        return self.target.systems[place.system]

    def register(self, category: str) -> Dataset | None:
        """The one dataset of a register, or None where the target maps none; several are refused."""
        datasets = self.target.datasets_of(category)
        if len(datasets) > 1:
            names = ", ".join(dataset.name for dataset in datasets)
            raise CannotVerify(f"the target maps {category} more than once: {names}", remedy="join them in one view")
        return datasets[0] if datasets else None

    def noun(self, category: str) -> str:
        known = self.categories.get(category)
        return known.noun if known else category.replace("_", " ")


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One question: does this place of this dataset keep this obligation?"""

    obligation: Obligation
    dataset: Dataset
    place: Place
