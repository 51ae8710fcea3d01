"""What history says of a finding, as the formats of others need it."""

from clausecheck.history.comparing import Change, change
from clausecheck.model import Finding, Run, Seen


def seen(run: Run, id_: str) -> Seen | None:
    """What history says of the finding with this id; None where there is no history, or nothing in it."""
    return run.history.findings.get(id_) if run.history else None


def changed(run: Run, finding: Finding) -> Change | None:
    """What became of a finding since it was last examined; None without history, and where nobody has to hear of it."""
    known = seen(run, finding.id)
    return change(known.before if known else None, finding.outcome) if run.history else None


def has_baseline(run: Run) -> bool:
    """Whether there is a run before this one to compare it with."""
    return bool(run.history and run.history.previous)
