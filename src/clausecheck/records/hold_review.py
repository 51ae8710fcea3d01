"""Legal holds: each has an approver and a reason, and its review day has not passed (rigour 14)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, not_, or_, true

from clausecheck.facts import Records
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.blank import blank
from clausecheck.records.relation import Relation
from clausecheck.records.scan import Classes, scan
from clausecheck.records.together import Needed, together

ROLES = ("key", "approver", "reason", "starts_at", "review_at", "released_at")


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The holds that were not released, by what is missing; `found` has the class `unreviewed`."""
    with together(audit, [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)]) as (holds,):
        classes = _classes(holds, audit)
        scanned = scan(holds, holds.table, [classes], neighbours=neighbours_of(holds, audit))
        return [records_of(holds, holds.table, classes, scanned, 0, audit) for _ in asks]


def _classes(holds: Relation, audit: Audit) -> Classes:
    review = holds.moment("review_at")
    # A review day in year 9999 is a review that never comes: without a usable day nobody reviews.
    passed = and_(not_(review.undecidable), review.before_day(holds.zones.day_of(audit.as_of)))
    no_approver, no_reason = blank(holds, "approver"), blank(holds, "reason")
    found = or_(no_approver, no_reason, passed, review.absent)
    open_now = not_(_released(holds, audit))
    return Classes(
        excluded={"released": not_(open_now)},
        undecidable={"no usable review day": and_(open_now, not_(found), review.undecidable)},
        found={"unreviewed": found},
        counts={
            "without_approver": and_(open_now, no_approver),
            "without_reason": and_(open_now, no_reason),
            "past_review": and_(open_now, passed),
            "without_review_day": and_(open_now, review.absent),
        },
    )


def _released(holds: Relation, audit: Audit) -> ColumnElement[bool]:
    if not holds.has("released_at"):
        return not_(true())
    released = holds.moment("released_at")
    return and_(not_(released.undecidable), not_(released.after(audit.as_of)))
