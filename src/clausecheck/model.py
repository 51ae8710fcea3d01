"""The words of the audit as data: clause, obligation, outcome, finding, run. Standard library only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar


class Outcome(StrEnum):
    """What is known of an obligation, a clause or a run; the worst first."""

    VIOLATED = "violated"
    UNVERIFIED = "unverified"
    WAIVED = "waived"
    ATTESTED = "attested"
    HONOURED = "honoured"
    INFORMATIVE = "informative"

    @classmethod
    def worst(cls, outcomes: Iterable["Outcome"]) -> "Outcome":
        """The worst of them; `informative` where there is none."""
        order = list(cls)
        return min(outcomes, key=order.index, default=cls.INFORMATIVE)


class Severity(StrEnum):
    """How much a broken promise hurts the people it was made to."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"


class Basis(StrEnum):
    """Where a term's number comes from: the published text, a law, or the company's own proposal."""

    PUBLISHED = "published"
    LAW = "law"
    COMPANY = "company"


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """What a clause obliges systems to do. A kind with a check is a subclass with typed terms.

    An obligation of this very class is one that no check reads yet; its terms stay as they were written.
    """

    KIND: ClassVar[str] = ""

    kind: str
    basis: Basis
    source: str = ""
    approved_by: str = ""
    terms: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One numbered statement of the published policy."""

    id: str
    title: str
    promise: str
    severity: Severity
    owner: str
    obligations: tuple[Obligation, ...] = ()
    informative: str = ""
    crosswalk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file: str = ""
    line: int = 0

    def is_within(self, selected: str) -> bool:
        """Whether `selected` names this clause or one that it stands under: `6` holds `6.a`, not `60`."""
        return self.id == selected or self.id.startswith(selected + ".")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The verdict on one obligation for one dataset's place, or one system's resources.

    `examined` counts what was looked at, `unreadable` what was found but could not be read, `undecidable` rows
    whose values do not decide, `held` rows excused by a legal hold, `excluded` rows out of scope. `violations`
    counts each offender once and never an undecidable row. `examples` are pseudonyms or resource names.
    """

    clause: str
    check: str
    obligation: str
    system: str
    resource: str
    outcome: Outcome
    message: str
    noun: str = "records"
    examined: int = 0
    unreadable: int = 0
    violations: int = 0
    undecidable: int = 0
    held: int = 0
    excluded: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    promised: str = ""
    found: str = ""
    remedy: str = ""
    where_to_look: str = ""
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    basis: Basis = Basis.PUBLISHED
    approved_by: str = ""
    source: str = ""
    how: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    our_fault: bool = False


@dataclass(frozen=True, kw_only=True)
class ClauseResult:
    """A clause and what was found on it."""

    clause: Clause
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst of its findings; a clause that obliges and has none was not looked at."""
        if self.clause.obligations and not self.findings:
            return Outcome.UNVERIFIED
        return Outcome.worst(finding.outcome for finding in self.findings)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading of the policy, in its order: `4`, "Data Security and Protection"."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Run:
    """One audit. `as_of` is the moment it judges; `started_at` and `finished_at` when it ran; all aware."""

    id: str
    target: str
    environment: str
    organisation: str
    policy_title: str
    policy_version: date
    time_zone: str
    as_of: datetime
    started_at: datetime
    finished_at: datetime
    complete: bool
    selection: tuple[str, ...]
    tool_version: str
    sections: tuple[Section, ...]
    clauses: tuple[ClauseResult, ...]
    warnings: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for result in self.clauses for finding in result.findings)

    def totals(self) -> dict[Outcome, int]:
        """The number of clauses of each outcome, in the order worst first, zeros included."""
        totals = dict.fromkeys(Outcome, 0)
        for result in self.clauses:
            totals[result.outcome] += 1
        return totals


@dataclass(frozen=True, kw_only=True)
class Category:
    """A category of records or a register: its plural noun, and the column roles that a dataset of it has."""

    name: str
    noun: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
