"""Each access, and each activity, is for a purpose that the policy declares; each access reads only data that the
register of processing activities declares for that purpose on that day.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, not_, or_, true

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.policy.obligations.use import DeclaredPurpose
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent.ledger import in_bytes, vocabulary
from clausecheck.records.consent.registers import in_full
from clausecheck.records.in_force import Flag, in_force, said, within
from clausecheck.records.patterns import scan_by_patterns
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes
from clausecheck.records.together import Needed, together
from clausecheck.records.use import activities
from clausecheck.records.use.naming import other_than, purpose_named

ROLES = ("key", "accessed_at", "purpose", "data_category")
Expression = ColumnElement[Any]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The accesses, or the activities, of one place; `found` has the class `undeclared`. `CannotVerify` where one of
    the two registers is not mapped: what is planned and what is done are judged by each other.
    """
    log, register = audit.target.datasets_of("access_log"), audit.register("processing_activities")
    if not log:
        raise CannotVerify("the target maps no access_log, so nobody can tell what data are used for",
                           remedy="map the log of accesses to personal data, with its purposes")  # fmt: skip
    if register is None:
        raise activities.unmapped()
    if asks[0].dataset.category == "processing_activities":
        return activities.answer(asks, audit)
    needed = [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)]
    needed.append(Needed(dataset=register, place=register.original, roles=activities.ROLES))
    with together(audit, needed) as (accesses, declared):
        return _answered(asks, accesses, declared, audit)


def _answered(asks: Sequence[Ask], log: Relation, register: Relation, audit: Audit) -> list[Records]:
    activities.is_kept(register)
    unread = in_full(register, audit, activities.nameless(register))
    accesses = _Accesses(log, register, audit)
    classes = [accesses.classes(cast("DeclaredPurpose", ask.obligation)) for ask in asks]
    scanned = scan_by_patterns(log, accesses.source, classes, neighbours=neighbours_of(log, audit))
    told = [records_of(log, accesses.source, one, scanned, number, audit) for number, one in enumerate(classes)]
    return [replace(one, unreadable=(*one.unreadable, *unread)) for one in told]


class _Accesses:
    """Each access beside what the register declares for its purpose, its category and its day."""

    def __init__(self, log: Relation, register: Relation, audit: Audit) -> None:
        self._log, self._audit = log, audit
        self._purpose, self._category = (
            in_bytes(vocabulary(log, role), log.dialect) for role in ("purpose", "data_category")
        )
        by = {role: in_bytes(vocabulary(register, role), register.dialect) for role in ("purpose", "data_category")}
        self._uses = in_force(register, by, {"declared": Flag(certain=true(), maybe=true())}, "declared_uses")
        same = and_(self._uses.c.purpose == self._purpose, self._uses.c.data_category == self._category)
        self.source = log.table.outerjoin(self._uses, and_(same, within(self._uses, log.moment("accessed_at").day)))
        self._promised = word_is(self._purpose, activities.declared_purposes(audit))
        self._excluded, self._undecidable = self._left_out()
        no_category = and_(self._promised, not_(said(self._uses, "maybe_declared")))
        self._counts = {"undeclared_purpose": not_(self._promised), "undeclared_category": no_category}
        self._found = {"undeclared": or_(*self._counts.values())}

    def _left_out(self) -> tuple[dict[str, Expression], dict[str, Expression]]:
        """(excluded, undecidable), whichever purpose is asked for."""
        moment = self._log.moment("accessed_at")
        late, undecidable = past(moment, self._audit)
        undecidable |= purpose_named(self._log)
        undecidable["names no known category"] = and_(self._promised, self._category.is_(None))
        doubtful = and_(said(self._uses, "maybe_declared"), not_(said(self._uses, "declared")))
        undecidable["declared for days that cannot be told"] = and_(self._promised, doubtful)
        early = moment.usably_before_day(self._audit.policy_date)
        return {**late, "before the policy's date": early}, undecidable

    def classes(self, obligation: DeclaredPurpose) -> Classes:
        """`undeclared` counts each access once: for a purpose nobody declared, or data not declared for it."""
        return Classes(
            excluded={**self._excluded, **other_than(obligation, self._purpose)},
            undecidable=self._undecidable,
            found=self._found,
            judged=self._counts,
        )
