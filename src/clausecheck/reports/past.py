"""What history says of a finding, in the words that reports share."""

from enum import StrEnum

from clausecheck.model import Outcome, Run, Seen

_OFFENDS = frozenset({Outcome.VIOLATED, Outcome.WAIVED})


class Change(StrEnum):
    """What became of a finding since the run before, in the order in which people want to hear it."""

    NEW = "new"
    LOST = "lost from sight"
    STILL = "still failing"
    UNSEEN = "still unverified"
    FIXED = "fixed"
    SEEN = "seen again"
    UNCHANGED = "unchanged"


def change(outcome: Outcome, seen: Seen | None) -> Change:
    """`outcome` now against the run before. Violated after unverified is new: until now nobody knew."""
    before = seen.before if seen else None
    if outcome is Outcome.VIOLATED:
        return Change.STILL if before is outcome else Change.NEW
    if outcome is Outcome.UNVERIFIED:
        return Change.NEW if before is None else Change.UNSEEN if before is outcome else Change.LOST
    if outcome is Outcome.WAIVED or before not in {*_OFFENDS, Outcome.UNVERIFIED}:
        return Change.UNCHANGED
    return Change.FIXED if before in _OFFENDS else Change.SEEN


def seen(run: Run, id_: str) -> Seen | None:
    """What history says of the finding with this id; None where there is no history, or nothing in it."""
    return run.history.findings.get(id_) if run.history else None
