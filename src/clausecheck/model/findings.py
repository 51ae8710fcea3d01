"""What was found: findings, what was accepted of them, and the contracts that they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from clausecheck.model.clauses import Clause
from clausecheck.model.words import Basis, Outcome


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The verdict on one obligation for one dataset's place, or one system's resources.

    `examined` counts what was looked at, `unreadable` what was found but could not be read, `undecidable` rows
    whose values do not decide, `held` rows excused by a legal hold, `excluded` rows out of scope. `violations`
    counts each offender once and never an undecidable row. `examples` are pseudonyms or resource names.
    `is_empty` is true where nothing else is in doubt than that there was nothing to examine, `may_be_empty` where the
    target says so. `acting_as` tells whose data the dataset holds: "controller" or "processor". `attested_by` and
    `waived_by` say where the attestation or the waivers stand; `waived` counts the violations that waivers cover.
    `id` is the same in every run of a target: check and test, `records_leave_on_time[6.c-communications-crm]`.
    `ages` counts records by their age: ten tenths of the period, past it by up to a tenth, and older; () where the
    obligation has no period. `may_be_breach` is true where what was found may be a personal-data breach (GDPR
    Art. 4(12)), which a person has to decide upon today.
    """

    id: str = ""
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
    ages: tuple[int, ...] = ()
    may_be_breach: bool = False


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

    @cached_property
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
