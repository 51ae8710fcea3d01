"""Each record beside what the requests, the holds and the exceptions say of it: at most one row of each."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, not_, or_
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.policy.obligations.rights import Erasure
from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.erasure.erased import Erased, any_of
from clausecheck.records.erasure.exceptions import excepted
from clausecheck.records.relation import Relation
from clausecheck.records.retention.holds import holds_joined
from clausecheck.records.scan import Classes, is_true
from clausecheck.targets.registers import IDENTIFIER_ROLES

LEGAL_HOLD = "legal_hold"
MOMENTS = ("created_at", "recorded_at", "published_at", "changed_at")
Expression = ColumnElement[Any]


class Rows:
    """The joined rows of one place."""

    def __init__(
        self,
        data: Relation,
        requests: Relation,
        holds: Relation | None,
        exceptions: Relation | None,
        audit: Audit,
        *,
        by_digest: bool,
    ) -> None:
        self._data, self._audit = data, audit
        self.erased = Erased(requests, audit)
        self.joined: list[Subquery] = []
        self.source: FromClause = data.table
        self._by_subject = self._join_subject(requests)
        if by_digest:
            self._join_digests()
        self._hold = holds_joined(data, self.source, holds, audit)
        self.source = self._hold.source if self._hold else self.source
        self.source, self._excepted = excepted(data, self.source, exceptions, audit)

    def _join_subject(self, requests: Relation) -> Subquery | None:
        if not self._data.has("subject"):
            return None
        subject, other = comparable((self._data, "subject"), (requests, "subject"))
        people = self.erased.by_subject(other)
        self.source = self.source.outerjoin(people, people.c.who == subject)
        self.joined.append(people)
        return people

    def _join_digests(self) -> None:
        for role in self._identifiers():
            digests = self.erased.by_digest(f"erased_by_{role}")
            self.source = self.source.outerjoin(digests, digests.c.who == self._data.column(role))
            self.joined.append(digests)

    def _identifiers(self) -> list[str]:
        return [role for role in IDENTIFIER_ROLES if self._data.has(role)]

    def classes(self, obligation: Erasure) -> Classes:
        """`present` counts each record once, however often its person was found."""
        present = any_of(self.joined, "done")
        held = self._held(present, obligation)
        undecidable = {"whose erasure cannot be told": and_(not_(present), any_of(self.joined, "untold"))}
        if self._hold and self._hold.unknown is not None and LEGAL_HOLD in obligation.exceptions:
            undecidable["names a hold that cannot be read"] = and_(present, self._hold.unknown)
        excluded = self._excluded()
        out = or_(*excluded.values(), *undecidable.values(), *held.values())
        now = and_(present, not_(is_true(out)))
        counts = {
            "reappeared": and_(now, self._reappeared()),
            "found_by_identifier": and_(now, not_(self._found_by_subject())),
            "held_by_exception": held.get("by an exception", false()),
        }
        return Classes(found={"present": present}, undecidable=undecidable, held=held, excluded=excluded, counts=counts)

    def _held(self, present: Expression, obligation: Erasure) -> dict[str, Expression]:
        held: dict[str, Expression] = {}
        if self._hold and LEGAL_HOLD in obligation.exceptions:
            held["by a legal hold"] = is_true(and_(present, self._hold.excuses))
        if self._excepted is not None and self._data.dataset.category in obligation.exceptions:
            taken = or_(false(), *held.values())
            held["by an exception"] = and_(present, self._excepted, not_(taken))
        return held

    def _excluded(self) -> dict[str, Expression]:
        """Emptying whom a record is about is a way to erase: what names nobody is left out, and counted."""
        named = [
            self._data.column(role).is_(None) for role in ("subject", *self._identifiers()) if self._data.has(role)
        ]
        excluded: dict[str, Expression] = {"names nobody": and_(*named)}
        moment = self._moment()
        if moment is not None and self._audit.is_in_the_past:
            possible = not_(moment.after(self._audit.latest_possible))
            excluded["after the audited moment"] = and_(moment.usably_after(self._audit.as_of), possible)
        return excluded

    def _moment(self) -> Any:
        role = next((role for role in MOMENTS if self._data.has(role)), None)
        return self._data.moment(role) if role else None

    def _reappeared(self) -> Expression:
        """Made after the erasure that it should have fallen under."""
        moment = self._moment()
        if moment is None:
            return false()
        later = (and_(one.c.done == 1, moment.instant > one.c.completed) for one in self.joined)
        return and_(not_(moment.undecidable), or_(false(), *later))

    def _found_by_subject(self) -> Expression:
        if self._by_subject is None:
            return false()
        return case((func.coalesce(self._by_subject.c.done, 0) == 1, 1), else_=0) == 1
