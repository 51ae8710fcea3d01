"""findings.csv: a row for each finding, for a spreadsheet; the order is the policy's.

A clause that obliges and was not looked at has its row too; informative ones have none. Statements that list the
offenders (`where_to_look`) are too long for cells: report.json has them.
"""

from collections.abc import Iterator
from dataclasses import fields

from clausecheck.model import ClauseResult, Finding, Run
from clausecheck.reports import table
from clausecheck.reports.past import changed, seen
from clausecheck.reports.phrases import found, term, told
from clausecheck.reports.silent import findings_of

COLUMNS = (
    "clause", "title", "severity", "owner", "outcome", "change", "failing_since", "runs", "system", "resource",
    "noun", "examined", "violations", "waived", "unreadable", "undecidable", "held", "excluded", "counts", "found",
    "message", "reasons", "warnings", "remedy", "examples", "check", "obligation", "terms", "basis",
    "source", "acting_as", "attested_by", "waived_by", "id",
)  # fmt: skip
_AS_IT_IS = [field.name for field in fields(Finding) if field.name in COLUMNS]


def render(run: Run) -> str:
    """CSV, UTF-8, comma, line feed. Several values in a cell are parted by "; "; counts are numbers."""
    rows = (_row(result, finding, run) for result in run.clauses for finding in findings_of(result))
    return table.rendered(COLUMNS, rows)


def _row(result: ClauseResult, finding: Finding, run: Run) -> dict[str, object]:
    clause = result.clause
    return {
        **{name: getattr(finding, name) for name in _AS_IT_IS},
        "title": clause.title,
        "severity": clause.severity.value,
        "owner": clause.owner,
        "outcome": finding.outcome.value,
        "basis": finding.basis.value,
        "found": found(finding),
        "message": told(finding),
        "reasons": "; ".join(finding.reasons),
        "warnings": "; ".join(finding.warnings),
        "examples": "; ".join(finding.examples),
        "waived_by": "; ".join(finding.waived_by),
        "counts": "; ".join(f"{name}: {count}" for name, count in finding.counts.items()),
        "terms": "; ".join(f"{name}: {term(value)}" for name, value in finding.terms.items()),
        **dict(_past(finding, run)),
    }


def _past(finding: Finding, run: Run) -> Iterator[tuple[str, object]]:
    """Empty without history: an audit that knows no earlier one calls nothing new."""
    if run.history:
        known = seen(run, finding.id)
        became = changed(run, finding)
        yield "change", became.value if became else ""
        yield "failing_since", known.since.isoformat() if known else ""
        yield "runs", known.runs if known else 1
