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
    QUESTION: ClassVar[bool] = False
    """Whether it only asks: what speaks against it leaves the clause unverified, and never violates it (rigour 41)."""

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
    `is_empty` is true where nothing else is in doubt than that there was nothing to examine, `may_be_empty` where the
    target says so. `acting_as` tells whose data the dataset holds: "controller" or "processor". `attested_by` and
    `waived_by` say where the attestation or the waivers stand; `waived` counts the violations that waivers cover.
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
    is_empty: bool = False
    may_be_empty: bool = False
    acting_as: str = ""
    attested_by: str = ""
    waived: int = 0
    waived_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """An attestation or a waiver of the audited target, and what became of it in this run.

    `state` is "used", "unused" or "void"; `why` says why it is void. `about` is the obligation or the check, `covers`
    what exactly it names, without keys. Both moments are aware.
    """

    kind: str
    clause: str
    about: str
    covers: str
    statement: str
    role: str
    since: datetime
    until: datetime
    state: str
    why: str = ""
    ticket: str = ""
    document: str = ""
    sha256: str = ""
    file: str = ""
    line: int = 0


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

    @property
    def outcome_without_waivers(self) -> Outcome:
        """What it would be had nobody waived anything."""
        waived = any(finding.outcome is Outcome.WAIVED for finding in self.findings)
        return Outcome.VIOLATED if waived else self.outcome


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading of the policy, in its order: `4`, "Data Security and Protection"."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """One thing that a contract expects of a dataset's place: honoured, violated, or unverified with a `reason`.

    `name` is the library's, `role` the column role that it is about, "" for the whole. `unexpected` counts rows.
    """

    name: str
    role: str
    sentence: str
    outcome: Outcome
    unexpected: int = 0
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ContractResult:
    """What became of the contract of one place of one dataset: whether its rows can carry a verdict.

    `page` is the page of its details, relative to the report's folder; `notes` say what was not expected, and why.
    """

    dataset: str
    category: str
    system: str
    resource: str
    expectations: tuple[Expectation, ...]
    rows: int | None = None
    notes: tuple[str, ...] = ()
    page: str = ""

    @property
    def outcome(self) -> Outcome:
        """The worst of its expectations; a contract that expected nothing vouches for nothing."""
        return Outcome.worst(one.outcome for one in self.expectations) if self.expectations else Outcome.UNVERIFIED


@dataclass(frozen=True, kw_only=True)
class Run:
    """One audit. `as_of` is the moment it judges; `started_at` and `finished_at` when it ran; all aware.

    `contracts` is empty where none were asked for. `attached` are further files of the report's folder, by their path
    within it.
    """

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
    acceptances: tuple[Acceptance, ...] = ()
    contracts: tuple[ContractResult, ...] = ()
    attached: Mapping[str, str | bytes] = field(default_factory=dict, repr=False)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for result in self.clauses for finding in result.findings)

    def totals(self, *, without_waivers: bool = False) -> dict[Outcome, int]:
        """The number of clauses of each outcome, in the order worst first, zeros included.

        `without_waivers` counts as if nobody had waived anything.
        """
        totals = dict.fromkeys(Outcome, 0)
        for result in self.clauses:
            totals[result.outcome_without_waivers if without_waivers else result.outcome] += 1
        return totals


@dataclass(frozen=True, kw_only=True)
class Category:
    """A category of records or a register: its plural noun, and the column roles that a dataset of it has."""

    name: str
    noun: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
