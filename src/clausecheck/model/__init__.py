"""The words of the audit as data: clause, obligation, outcome, finding, run. Standard library only."""

from clausecheck.model.calls import Call, Listener
from clausecheck.model.clauses import Category, Clause, Obligation, Section
from clausecheck.model.findings import Acceptance, ClauseResult, ContractResult, Expectation, Finding
from clausecheck.model.holdings import Holding
from clausecheck.model.past import Decision, EvidenceRef, History, PastRun, Seen, SignOff
from clausecheck.model.runs import Run
from clausecheck.model.words import Basis, Outcome, Severity

__all__ = [
    "Acceptance",
    "Basis",
    "Call",
    "Category",
    "Clause",
    "ClauseResult",
    "ContractResult",
    "Decision",
    "EvidenceRef",
    "Expectation",
    "Finding",
    "History",
    "Holding",
    "Listener",
    "Obligation",
    "Outcome",
    "PastRun",
    "Run",
    "Section",
    "Seen",
    "Severity",
    "SignOff",
]
