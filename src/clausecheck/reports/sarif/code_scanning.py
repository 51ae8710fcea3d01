"""code-scanning.sarif: what GitHub code scanning shall raise an alert for, and nothing else.

GitHub reads neither `kind` nor `suppressions`: whatever stands in a file becomes an open alert, what passed and what
is waived too. So this one holds violated and unverified findings alone. An alert closes when its result is gone.
"""

from clausecheck.model import Outcome, Run
from clausecheck.reports.sarif.file import rendered
from clausecheck.reports.sarif.results import judgements

_ALERTS = frozenset({Outcome.VIOLATED, Outcome.UNVERIFIED})


def render(run: Run) -> str:
    """JSON, UTF-8, within GitHub's limits as every SARIF file of ours."""
    return rendered(run, [one for one in judgements(run) if one.finding.outcome in _ALERTS])
