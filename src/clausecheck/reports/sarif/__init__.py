"""report.sarif: the whole run as SARIF 2.1.0, for viewers and archives of results.

A rule is one check on one clause, so that its severity is the clause's. Results stand at the line of the policy that
carries the obligation: what failed is the promise. `kind` tells what became of it; SARIF wants `level` to be "none"
for every kind but "fail". code-scanning.sarif, beside it, is what GitHub can digest.
"""

from clausecheck.model import Run
from clausecheck.reports.sarif.file import rendered
from clausecheck.reports.sarif.results import judgements


def render(run: Run) -> str:
    """JSON, UTF-8; a result a line, the worst first."""
    return rendered(run, judgements(run))
