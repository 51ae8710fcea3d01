"""Published testimonials: each has a permission in writing, given before, that stands for as long as it is shown."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select, true
from sqlalchemy.sql.selectable import Subquery

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.blank import blank
from clausecheck.records.consent.ledger import comparable, fenced
from clausecheck.records.consent.registers import in_full
from clausecheck.records.consent.suppression import LAST_USABLE
from clausecheck.records.moments import Moment, instant_at
from clausecheck.records.patterns import scan_by_patterns
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, is_true
from clausecheck.records.together import Needed, together
from clausecheck.targets.registers.register import TRUTH

ROLES = ("key", "subject", "published_at", "permission", "removed_at")
PERMISSION_ROLES = ("key", "subject", "given_at", "withdrawn_at", "written", "document")
Expression = ColumnElement[Any]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The testimonials of one place; `found` has the class `unpermitted`. `CannotVerify` without permissions."""
    register = audit.register("permissions")
    if register is None:
        raise CannotVerify("the target maps no permissions", remedy="map the permissions that are on file")
    needed = [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)]
    needed.append(Needed(dataset=register, place=register.original, roles=PERMISSION_ROLES))
    with together(audit, needed) as (testimonials, permissions):
        return [_answered(testimonials, permissions, audit)] * len(asks)


def _answered(testimonials: Relation, permissions: Relation, audit: Audit) -> Records:
    unread = in_full(permissions, audit, or_(*(permissions.column(role).is_(None) for role in ("key", "subject"))))
    shown = _Shown(testimonials, permissions, audit)
    classes = shown.classes()
    scanned = scan_by_patterns(testimonials, shown.source, [classes], neighbours=neighbours_of(testimonials, audit))
    told = records_of(testimonials, shown.source, classes, scanned, 0, audit)
    return replace(told, unreadable=(*told.unreadable, *unread))


class _Shown:
    """Each testimonial beside the best of the permissions for it: one row each, so that it counts once."""

    def __init__(self, testimonials: Relation, permissions: Relation, audit: Audit) -> None:
        self._shown, self._audit = testimonials, audit
        self._whose, subject = comparable((testimonials, "subject"), (permissions, "subject"))
        by: dict[str, tuple[Expression, Expression]] = {"subject": (self._whose, subject)}
        if testimonials.has("permission"):
            named, key = comparable((testimonials, "permission"), (permissions, "key"))
            by["permission"] = (named, key)
        self._best = self._matched(permissions, by)
        alike = [self._best.c[name] == column for name, (column, _) in by.items()]
        alike += [self._best.c.published.is_not_distinct_from(self._published.instant)]
        alike += [self._best.c.removed.is_not_distinct_from(self._until())]
        self.source = testimonials.table.outerjoin(self._best, and_(*alike))

    @property
    def _published(self) -> Moment:
        return self._shown.moment("published_at")

    def _until(self) -> Expression:
        """Until when it is shown: its removal, or the audit."""
        now = instant_at(self._audit.as_of, self._shown.dialect)
        if not self._shown.has("removed_at"):
            return now
        removed = self._shown.moment("removed_at")
        return case((and_(not_(removed.undecidable), removed.instant < now), removed.instant), else_=now)

    def _matched(self, permissions: Relation, by: dict[str, tuple[Expression, Expression]]) -> Subquery:
        """(subject, [permission], published, removed, certain, maybe) of the testimonials that have any permission."""
        mine = {name: column.label(name) for name, (column, _) in by.items()}
        shown = select(*mine.values(), self._published.instant.label("published"), self._until().label("removed"))
        shown_once = fenced(shown.select_from(self._shown.table).distinct(), "shown", self._shown.dialect)
        theirs = [column.label(f"of_{name}") for name, (_, column) in by.items()]
        given = select(*theirs, *_permission(permissions, self._audit)).select_from(permissions.table)
        told = fenced(given.where(permissions.in_scope()), "given", permissions.dialect)
        alike = and_(*(shown_once.c[name] == told.c[f"of_{name}"] for name in by))
        before = told.c.given <= shown_once.c.published
        lasts = or_(told.c.ended.is_(None), told.c.ended >= shown_once.c.removed)
        certain = and_(told.c.in_writing == 1, told.c.usable == 1, before, lasts)
        # What has no usable day may have been given in time, and may not have been taken back.
        maybe = and_(told.c.maybe_in_writing == 1, or_(told.c.given.is_(None), before), lasts)
        columns = [*(shown_once.c[name] for name in by), shown_once.c.published, shown_once.c.removed]
        best = [func.max(case((one, 1), else_=0)).label(name)
                for name, one in (("certain", certain), ("maybe", maybe))]  # fmt: skip
        return (
            select(*columns, *best).select_from(shown_once.join(told, alike)).group_by(*columns).subquery("permitted")
        )

    def classes(self) -> Classes:
        late, dateless = past(self._published, self._audit)
        certain, maybe = (func.coalesce(self._best.c[name], 0) == 1 for name in ("certain", "maybe"))
        excluded = {**late, **self._gone()}
        undecidable = {
            **dateless,
            "names no person": self._whose.is_(None),
            "no usable day of its removal": and_(not_(certain), self._removal_untold()),
            "the permission cannot be told": and_(maybe, not_(certain)),
        }
        counts = {"without_any_permission": self._best.c.certain.is_(None)}
        return Classes(
            excluded=excluded,
            undecidable=undecidable,
            found={"unpermitted": not_(maybe)},
            judged=counts,
        )

    def _gone(self) -> dict[str, Expression]:
        if not self._shown.has("removed_at"):
            return {}
        removed = self._shown.moment("removed_at")
        return {"removed before the policy's date": removed.usably_before_day(self._audit.policy_date)}

    def _removal_untold(self) -> Expression:
        if not self._shown.has("removed_at"):
            return not_(true())
        removed = self._shown.moment("removed_at")
        return and_(removed.absurd, not_(removed.after(LAST_USABLE)))


def _permission(permissions: Relation, audit: Audit) -> list[Expression]:
    """(given, ended, usable, in_writing, maybe_in_writing): `given` and `ended` are instants, NULL where they decide
    nothing, and where nothing ended by the audit.
    """
    given, usable = permissions.moment("given_at"), [not_(permissions.moment("given_at").undecidable)]
    began = case((given.undecidable, None), else_=given.instant)
    ended: Expression = case((not_(true()), given.instant), else_=None)
    if permissions.has("withdrawn_at"):
        withdrawn = permissions.moment("withdrawn_at")
        by_now = and_(not_(withdrawn.undecidable), not_(withdrawn.after(audit.as_of)))
        ended = case((by_now, withdrawn.instant), else_=None)
        usable.append(or_(not_(is_true(withdrawn.absurd)), withdrawn.after(LAST_USABLE)))
    certain, maybe = _in_writing(permissions)
    flags = {"usable": and_(*usable), "in_writing": certain, "maybe_in_writing": maybe}
    return [began.label("given"), ended.label("ended"),
            *(case((one, 1), else_=0).label(name) for name, one in flags.items())]  # fmt: skip


def _in_writing(permissions: Relation) -> tuple[Expression, Expression]:
    """Whether it is in writing and on file; whether it may be. `CannotVerify` where no column tells."""
    told: list[tuple[Expression, Expression]] = []
    if permissions.has("document"):
        filed = not_(blank(permissions, "document"))
        told.append((filed, filed))
    if permissions.has("written") or not told:
        written = permissions.word("written")
        told.append((word_is(written, ("true",)), or_(word_is(written, ("true",)), not_(word_is(written, TRUTH)))))
    return and_(*(certain for certain, _ in told)), and_(*(maybe for _, maybe in told))
