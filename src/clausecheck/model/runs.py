"""One audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from clausecheck.model.clauses import Section
from clausecheck.model.findings import Acceptance, ClauseResult, ContractResult, Finding
from clausecheck.model.holdings import Holding
from clausecheck.model.past import EvidenceRef, History, SignOff
from clausecheck.model.words import Outcome


@dataclass(frozen=True, kw_only=True)
class Run:
    """One audit. `as_of` is the moment it judges; `started_at` and `finished_at` when it ran; all aware.

    `contracts` is empty where none were asked for. `holdings` are the places that the target maps. `attached` are
    further files of the report's folder, by their path within it. `history`, `evidence` and `sign_off` are None until
    somebody compared, stored or signed the run.
    `written_in` is the language of the policy, `language` that of the reports for a reader; codes such as "en".
    `proven` maps each check that was seen to fail, as it is now, to the number of scenarios that it was tried in.
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
    holdings: tuple[Holding, ...] = ()
    attached: Mapping[str, str | bytes] = field(default_factory=dict, repr=False)
    history: History | None = None
    evidence: EvidenceRef | None = None
    sign_off: SignOff | None = None
    written_in: str = "en"
    language: str = "en"
    proven: Mapping[str, int] = field(default_factory=dict)

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
