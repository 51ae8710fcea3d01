"""Members of staff, and when each was last trained in the protection of data."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, and_, false, not_, or_, true
from sqlalchemy.sql.selectable import FromClause

from clausecheck.facts import Records
from clausecheck.policy.obligations.security import StaffTraining
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import Classes, is_true
from clausecheck.records.security.acts import Act, Acts, acts_joined
from clausecheck.records.security.beside import beside, in_one_scan, nameless
from clausecheck.records.security.recurring import Words, recurring
from clausecheck.records.security.staffing import staffing

STAFF = ("key", "status", "started_at", "left_at")
TRAININGS = ("staff", "completed_at", "topic", "valid_until")
Condition = ColumnElement[bool]
_WORDS = Words(
    begins="started_at",
    found="untrained",
    not_begun="not started yet",
    untold="a training of theirs cannot be told",
    no_beginning="no training and no usable first day",
)


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The staff of one place; `found` has the class `untrained`. `CannotVerify` without a register of trainings."""
    with beside(asks[0], STAFF, "trainings", TRAININGS, audit) as (staff, trainings):
        read = nameless(trainings, "staff", audit)

        def sorting(source: FromClause, ask: Ask, name: str) -> tuple[FromClause, Classes]:
            obligation = cast("StaffTraining", ask.obligation)
            cut_off = obligation.interval.cut_off(staff.zones.day_of(audit.as_of))
            acts = acts_joined(staff, source, _training(trainings, audit), cut_off, audit, name=name)
            return acts.source, _classes(staff, acts, obligation, audit)

        return in_one_scan(staff, asks, sorting, read, audit)


def _classes(staff: Relation, acts: Acts, obligation: StaffTraining, audit: Audit) -> Classes:
    state = staffing(staff, audit)
    over = {"who left": or_(state.left, state.left_some_day)}
    unclear = {"whether they still work here cannot be told": state.untold}
    return recurring(staff, acts, obligation.first_within, _WORDS, audit, over=over, unclear=unclear)


def _training(trainings: Relation, audit: Audit) -> Act:
    """A training counts if it was about privacy, and until the day to which it is valid."""
    counts, doubtful = _topic(trainings)
    over, over_untold = _validity(trainings, audit)
    return Act(
        register=trainings,
        of="staff",
        at="completed_at",
        counts=counts,
        doubtful=doubtful,
        over=over,
        over_untold=over_untold,
    )


def _topic(trainings: Relation) -> tuple[Condition, Condition]:
    if not trainings.has("topic"):
        return true(), false()
    topic = trainings.word("topic")
    return word_is(topic, ["privacy"]), not_(word_is(topic, ["privacy", "other"]))


def _validity(trainings: Relation, audit: Audit) -> tuple[Condition, Condition]:
    """No longer valid, and nobody can tell. Without a day to which it is valid, only the interval ends it."""
    if not trainings.has("valid_until"):
        return false(), false()
    until = trainings.moment("valid_until")
    absurd = is_true(until.absurd)
    passed = is_true(until.before_day(trainings.zones.day_of(audit.as_of)))
    return and_(passed, not_(absurd)), absurd
