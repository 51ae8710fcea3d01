"""Who works here, who left and on which day, by the register of staff.

The last day is the last on which somebody works: who leaves today is here today. A last day of the past and the word
"active" contradict each other, and decide nothing.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from clausecheck.records.asking import Audit
from clausecheck.records.moments import Moment
from clausecheck.records.relation import Relation, word_is

ROLES = ("key", "status", "left_at")
Condition = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True, eq=False)
class Staffing:
    """Exactly one of these is true of each member of staff; none is ever NULL. `left` has a last day that can be told,
    `left_some_day` has not.
    """

    here: Condition
    left: Condition
    left_some_day: Condition
    untold: Condition


def staffing(staff: Relation, audit: Audit) -> Staffing:
    """The members of staff as of the audit. Where neither status nor last day is mapped, everybody is here."""
    says_here, says_left = _says(staff)
    if not staff.has("left_at"):
        return _sorted(here=says_here, left=false(), left_some_day=says_left)
    last = staff.moment("left_at")
    gone = _gone(last, staff, audit)
    stays = and_(not_(last.undecidable), not_(gone))
    if not staff.has("status"):
        return _sorted(here=or_(last.absent, stays), left=gone, left_some_day=false())
    return _sorted(
        here=or_(and_(says_here, last.absent), and_(or_(says_here, says_left), stays)),
        left=and_(says_left, gone),
        left_some_day=and_(says_left, last.undecidable),
    )


def _sorted(*, here: Condition, left: Condition, left_some_day: Condition) -> Staffing:
    untold = not_(or_(here, left, left_some_day))
    return Staffing(here=here, left=left, left_some_day=left_some_day, untold=untold)


def _gone(last: Moment, staff: Relation, audit: Audit) -> Condition:
    today = staff.zones.day_of(audit.as_of)
    return and_(not_(last.undecidable), last.before_day(today))


def _says(staff: Relation) -> tuple[Condition, Condition]:
    """What the status says: here, left. Without one, everybody is here."""
    if not staff.has("status"):
        return true(), false()
    status = staff.word("status")
    return word_is(status, ["active"]), word_is(status, ["left"])
