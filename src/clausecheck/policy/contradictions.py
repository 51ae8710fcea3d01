"""Promises that cannot all be kept, or only on one day of a record's life."""

from collections.abc import Iterator
from itertools import groupby

from clausecheck.model import Clause, Obligation
from clausecheck.periods import Period
from clausecheck.policy.model import Policy
from clausecheck.policy.remarks import Remark, RemarkKind
from clausecheck.policy.terms import in_words, periods_of, terms_of

_DELETIONS = {
    "marketing_removal": "removed_within",
    "child_data_deletion": "deleted_within",
    "request_deadline": "answered_within",
}
"""Kinds that delete on demand, and the term that says how soon."""

Stated = tuple[Clause, Obligation]


def contradictions(policy: Policy) -> Iterator[Remark]:
    """Every contradiction that the terms show, on the clause whose term would have to give."""
    yield from _backups_that_undo(policy)
    yield from _two_answers(policy)
    yield from _never_and_always(policy)
    yield from _removed_late(policy)
    yield from _erased_too_early(policy)


def _remark(stated: Stated, message: str, question: str) -> Remark:
    clause, obligation = stated
    return Remark(clause=clause.id, kind=RemarkKind.CONTRADICTION, message=message, question=question,
                  file=obligation.file, line=obligation.line)  # fmt: skip


def _days(period: Period) -> float:
    """A period's length for comparing, months at their average."""
    return period.months * 30.4375 + period.days


def _of(policy: Policy, kind: str) -> list[Stated]:
    return [stated for stated in policy.obligations if stated[1].kind == kind]


def _backups_that_undo(policy: Policy) -> Iterator[Remark]:
    for stated in _of(policy, "backup_expiry"):
        kept = periods_of(stated[1]).get("expires_within")
        undone = [f"{clause.id} ({period.in_words()})" for clause, period in _deletions(policy)
                  if kept and _days(period) < _days(kept)]  # fmt: skip
        if kept and undone:
            yield _remark(
                stated,
                f"backups are kept for {kept.in_words()}, longer than deletion may take under {', '.join(undone)}",
                "May what was deleted stand in backups after the deletion was promised to be done? If so, the policy "
                "should say it, and each restore must repeat the deletions; if not, backups must expire sooner.",
            )


def _deletions(policy: Policy) -> Iterator[tuple[Clause, Period]]:
    seen: set[tuple[str, Period]] = set()
    for clause, obligation in policy.obligations:
        period = periods_of(obligation).get(_DELETIONS.get(obligation.kind, ""))
        if period and terms_of(obligation).get("right", "erasure") == "erasure" and (clause.id, period) not in seen:
            seen.add((clause.id, period))
            yield clause, period


def _two_answers(policy: Policy) -> Iterator[Remark]:
    """The same kind about the same thing with different periods."""

    def about(stated: Stated) -> str:
        periods = periods_of(stated[1])
        return repr((stated[1].kind, {name: of for name, of in terms_of(stated[1]).items() if name not in periods}))

    for _, group in groupby(sorted(policy.obligations, key=about), key=about):
        first, *others = group
        for other in others:
            before, after = periods_of(first[1]), periods_of(other[1])
            if before != after:
                says = [", ".join(period.in_words() for period in periods.values()) for periods in (before, after)]
                subject = in_words(other[1].kind)
                yield _remark(other, f"{subject} is {says[1]} here and {says[0]} in {first[0].id}",
                              f"Which one holds, {says[1]} or {says[0]}?")  # fmt: skip


def _never_and_always(policy: Policy) -> Iterator[Remark]:
    """Records that may not leave before a day, and must be gone after the same or an earlier one."""
    longest = {terms_of(obligation).get("category"): (clause, period) for clause, obligation in _of(policy, "retention")
               if (period := periods_of(obligation).get("period"))}  # fmt: skip
    for stated in _of(policy, "minimum_retention"):
        category = terms_of(stated[1]).get("category")
        least = periods_of(stated[1]).get("period")
        if least is None or category not in longest or _days(longest[category][1]) > _days(least):
            continue
        clause, most = longest[category]
        where = "the same clause" if clause.id == stated[0].id else clause.id
        yield _remark(
            stated,
            f"{in_words(category)} stay for at least {least.in_words()}, and for at most {most.in_words()} by {where}",
            "Is there a span in which they may be deleted? With both numbers equal, each record has to leave on one "
            "single day; usually the law's period is the least, and the policy's a little longer.",
        )


def _removed_late(policy: Policy) -> Iterator[Remark]:
    """A removal or expiry of the same clause or category that takes longer than the period it carries out."""
    for clause, obligation in policy.obligations:
        name = {"log_expiry": "period", "marketing_removal": "removed_within"}.get(obligation.kind, "")
        taken = periods_of(obligation).get(name)
        for other in clause.obligations:
            kept = periods_of(other).get("period") if other.kind == "retention" else None
            if taken and kept and _days(taken) > _days(kept):
                says = f"{in_words(obligation.kind)} takes {taken.in_words()}, the records stay {kept.in_words()}"
                yield _remark((clause, obligation), says, "Which of the two is meant?")


def _erased_too_early(policy: Policy) -> Iterator[Remark]:
    """A category that has to be kept, and that an erasure does not except."""
    stay = _of(policy, "minimum_retention")
    kept = {str(terms_of(obligation).get("category")): clause.id for clause, obligation in stay}
    for stated in _of(policy, "erasure"):
        exceptions = terms_of(stated[1]).get("exceptions")
        for category, clause in kept.items():
            if category not in (exceptions if isinstance(exceptions, list | tuple) else ()):
                yield _remark(stated, f"it excepts no {in_words(category)}, which {clause} says have to be kept",
                              "Are they erased on request all the same, or is the exception missing?")  # fmt: skip
