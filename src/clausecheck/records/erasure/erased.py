"""Who was erased, by subject and by the digests of old identifiers (rigour 28)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, column, false, func, not_, null, or_, select, true
from sqlalchemy.sql.selectable import FromClause, Select, Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.relation import Relation, as_text, word_is

ROLES = ("subject", "status", "completed_at", "identifier_digests")
_KNOWN = ("open", "done", "refused")
Expression = ColumnElement[Any]


class Erased:
    """What each deletion request says: `done` by the audited moment, or `untold` whether it is."""

    def __init__(self, requests: Relation, audit: Audit) -> None:
        self._requests = requests
        status = requests.word("status")
        said, unknown = word_is(status, ["done"]), not_(word_is(status, _KNOWN))
        if not requests.has("completed_at"):
            self.done, self.untold = said, unknown
            self._completed: Expression = null()
            return
        completed = requests.moment("completed_at")
        by_now = not_(completed.after(audit.as_of))
        never = or_(completed.undecidable, completed.after(audit.latest_possible))
        self.done = and_(said, not_(completed.undecidable), by_now)
        self.untold = or_(unknown, and_(said, never))
        self._completed = completed.instant

    def by_subject(self, subject: Expression) -> Subquery:
        """(who, done, untold, completed): one row a person. `completed` is the latest moment at which it was done."""
        told = self._told(subject.label("who")).where(subject.is_not(None))
        return _summed_up(told.subquery("requests_of_people"), "erased_people")

    def by_digest(self, name: str) -> Subquery:
        """The same for each digest of an identifier; for the file in which they are searched for (`aside`)."""
        digests = func.clausecheck_digests(self._requests.column("identifier_digests"))
        each = func.json_each(digests).table_valued(column("value", String()), name=f"digests_{name}")
        told = self._told(each.c.value.label("who"), self._requests.table.join(each, true()))
        return _summed_up(told.subquery(f"requests_{name}"), name)

    def _told(self, who: Expression, source: FromClause | None = None) -> Select[Any]:
        columns = [who, _flag(self.done).label("done"), _flag(self.untold).label("untold")]
        completed = case((self.done, self._completed), else_=null()).label("completed")
        chosen = select(*columns, completed).select_from(self._requests.table if source is None else source)
        return chosen.where(self._requests.in_scope(), or_(self.done, self.untold))

    def counted(self, *, by_digest: bool) -> tuple[int, int]:
        """How many requests are done or untold, and how many of these tell no digest that could be searched for."""
        asked = and_(self._requests.in_scope(), or_(self.done, self.untold))
        lacking = and_(asked, self._without_digests(by_digest=by_digest))
        counts = (func.count(case((condition, 1))) for condition in (asked, lacking))
        row = self._requests.connection.execute(select(*counts).select_from(self._requests.table)).one()
        return int(row[0]), int(row[1])

    def _without_digests(self, *, by_digest: bool) -> Expression:
        if not self._requests.has("identifier_digests"):
            return not_(false())
        written = as_text(self._requests.column("identifier_digests"), self._requests.dialect)
        blank = func.coalesce(func.trim(written), "") == ""
        if not by_digest:
            return blank
        # What remains beside digests is something that nobody can search for.
        return or_(blank, func.clausecheck_beside_digests(written) == 1)


def _summed_up(told: Subquery, name: str) -> Subquery:
    columns = [func.max(told.c[one]).label(one) for one in ("done", "untold", "completed")]
    return select(told.c.who, *columns).group_by(told.c.who).subquery(name)


def _flag(condition: Expression) -> Expression:
    return case((condition, 1), else_=0)


def any_of(joined: Sequence[Subquery], name: str) -> Expression:
    """Whether one of these joined rows has this flag; never NULL."""
    return or_(false(), *(func.coalesce(one.c[name], 0) == 1 for one in joined))
