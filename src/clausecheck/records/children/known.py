"""Known children, held against every place that holds records of people (rigour 14, 37).

Who is gone everywhere was deleted in time or late: where the register tells the day (`deleted_at`), that is judged too.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import cast

from sqlalchemy import ColumnElement, and_, case, false, not_, or_, select
from sqlalchemy.sql.selectable import FromClause

from clausecheck.facts import Records, Unreadable
from clausecheck.periods import Period
from clausecheck.policy.obligations.children import ChildDataDeletion
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.children.places import Searched, searchable, searched, unsearchable
from clausecheck.records.later_days import later_day
from clausecheck.records.moments import Moment
from clausecheck.records.relation import Relation
from clausecheck.records.retention.answering import HOLD_ROLES, readable
from clausecheck.records.scan import Classes, scan
from clausecheck.records.together import Needed, together

ROLES = ("key", "subject", "known_at", "deleted_at")
Condition = ColumnElement[bool]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The known cases of one place of the register; `found` has the class `not_in_time`."""
    places, unread = searchable(audit)
    holds = audit.register("legal_holds")
    has_holds = holds is not None and readable(holds, audit)
    needed = [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES), *places]
    if holds is not None and has_holds:
        needed.append(Needed(dataset=holds, place=holds.original, roles=HOLD_ROLES))
    with together(audit, needed) as (cases, *others):
        told = [searched(cases, one, others[-1] if has_holds else None, audit) for one in others[: len(places)]]
        answered = _answered(asks, cases, told, audit)
    warnings = unsearchable(audit)
    return [replace(one, unreadable=(*one.unreadable, *_nowhere(places), *unread), warnings=warnings)
            for one in answered]  # fmt: skip


def _nowhere(places: Sequence[Needed]) -> tuple[Unreadable, ...]:
    if places:
        return ()
    return (Unreadable(what="records of people", why="no dataset names its subjects", remedy="map a `subject:`"),)


def _answered(asks: Sequence[Ask], cases: Relation, told: Sequence[Searched], audit: Audit) -> list[Records]:
    source: FromClause = reduce(lambda joined, one: joined.outerjoin(one.people, one.matches), told, cases.table)
    today = cases.zones.day_of(audit.as_of)
    terms = [cast("ChildDataDeletion", ask.obligation).deleted_within for ask in asks]
    classes = [_classes(cases, told, term, term.cut_off(today), audit) for term in terms]
    scanned = scan(cases, source, classes, neighbours=neighbours_of(cases, audit))
    found = [records_of(cases, source, one, scanned, number, audit) for number, one in enumerate(classes)]
    return [replace(one, counts={**one.counts, **_nobody(cases, told)}) for one in found]


def _nobody(cases: Relation, told: Sequence[Searched]) -> dict[str, int]:
    """Emptying whom a record is about is a way to delete; such rows are counted."""
    counts = [one.nameless for one in told if one.nameless is not None]
    row = cases.connection.execute(select(*counts)).one() if counts else ()
    return {"rows_that_name_nobody": sum(map(int, row))} if any(row) else {}


def _classes(cases: Relation, told: Sequence[Searched], term: Period, limit: date, audit: Audit) -> Classes:
    """A case is overdue from the start of the day after its term."""
    known = cases.moment("known_at")
    usable = _usable(known, audit)
    due = and_(usable, known.before_day(limit))
    remains, held, untold = (or_(false(), *(one.flag(name) for one in told)) for name in ("remains", "held", "untold"))
    nobody = cases.column("subject").is_(None)
    in_question = and_(not_(remains), untold)
    gone = and_(due, not_(or_(remains, held, untold)))
    late, dateless = _deleted(cases, term, audit)
    return Classes(
        excluded=_later(cases, audit),
        undecidable={
            "the register names nobody": nobody,
            "nobody can tell since when they are known": and_(not_(usable), or_(remains, untold)),
            "held by a legal hold that cannot be read": and_(due, in_question),
            "gone, and the register does not tell since when": and_(gone, dateless),
        },
        held={"by a legal hold": and_(due, held, not_(remains))},
        found={"not_in_time": or_(and_(due, remains), and_(gone, late))},
        counts={
            "said_to_be_deleted": and_(due, remains, _said_deleted(cases)),
            "deleted_late": and_(gone, late),
        },
        judged={"within_the_term": and_(usable, not_(due), remains)},
    )


def _usable(moment: Moment, audit: Audit) -> Condition:
    return and_(not_(moment.undecidable), not_(moment.after(audit.latest_possible)))


def _deleted(cases: Relation, term: Period, audit: Audit) -> tuple[Condition, Condition]:
    """Whether the deletion came after the term, and whether the register leaves open when it came. Without a role for
    its day, that nothing is left is all there is.
    """
    if not cases.has("deleted_at"):
        return false(), false()
    deleted, known = cases.moment("deleted_at"), cases.moment("known_at")
    usable = _usable(deleted, audit)
    due_day = case((_usable(known, audit), later_day(known.day, term, cases.dialect)))
    return and_(usable, deleted.day > due_day), not_(usable)


def _later(cases: Relation, audit: Audit) -> dict[str, Condition]:
    if not audit.is_in_the_past:
        return {}
    known = cases.moment("known_at")
    return {"after the audited moment": and_(_usable(known, audit), known.usably_after(audit.as_of))}


def _said_deleted(cases: Relation) -> Condition:
    return not_(cases.moment("deleted_at").absent) if cases.has("deleted_at") else false()
