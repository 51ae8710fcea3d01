"""Each row of marketing data beside what the ledger, the requests and the holds say of it (rigour 12)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_
from sqlalchemy.sql.selectable import FromClause

from clausecheck.policy.obligations.retention import MarketingRemoval
from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import comparable, in_bytes, vocabulary
from clausecheck.records.marketing_removal import requests as asked_for
from clausecheck.records.marketing_removal.ended import states
from clausecheck.records.moments import FIRST, instant_at
from clausecheck.records.relation import Relation
from clausecheck.records.retention.holds import Hold
from clausecheck.records.scan import Classes, is_true

Expression = ColumnElement[Any]


class Rows:
    """The joined rows, and how obligations that differ in `removed_within` sort them."""

    def __init__(
        self, data: Relation, source: FromClause, ledger: Relation, requests: Relation | None, audit: Audit
    ) -> None:
        self._data, self._audit = data, audit
        others = [(one, "subject") for one in (ledger, requests) if one is not None]
        self._subject, *subjects = comparable((data, "subject"), *others)
        self._state = states(ledger, subjects[0], audit, by=self._named())
        self.source = source.outerjoin(self._state, self._matches())
        self._request = self._person = None
        if requests is not None:
            self._request = asked_for.spans(requests, subjects[1], audit)
            self._person = asked_for.summed_up(requests, subjects[1], audit)
            self.source = self.source.outerjoin(self._request, self._is_first_request())
            self.source = self.source.outerjoin(self._person, self._person.c.subject == self._subject)

    def _named(self) -> tuple[str, ...]:
        return tuple(role for role in ("purpose", "channel") if self._data.has(role))

    def _matches(self) -> Expression:
        """The state of exactly what the row names; what it leaves open is NULL on both sides."""
        alike = (
            self._state.c[role].is_not_distinct_from(in_bytes(vocabulary(self._data, role), self._data.dialect))
            for role in self._named()
        )
        return and_(self._state.c.subject == self._subject, *alike)

    def _is_first_request(self) -> Expression:
        assert self._request is not None
        last = func.coalesce(self._state.c.last, self._at(FIRST))
        undone_before = or_(self._request.c.before.is_(None), last > self._request.c.before)
        return and_(self._request.c.subject == self._subject, undone_before, last <= self._request.c.received)

    def _at(self, moment: datetime) -> Expression:
        return instant_at(moment, self._data.dialect)

    def classes(self, obligation: MarketingRemoval, hold: Hold | None) -> Classes:
        """`overdue` counts each row once, whatever the reason; the finer reasons are counts."""
        zones = self._data.zones
        limit = self._at(zones.start_of(obligation.removed_within.cut_off(zones.day_of(self._audit.as_of))))
        never = self._state.c.subject.is_(None)
        withdrawn = is_true(self._state.c.ended < limit)
        requested = false() if self._request is None else is_true(self._request.c.received < limit)
        overdue = or_(never, withdrawn, requested)
        held: dict[str, Expression] = hold.held(overdue) if hold else {}
        undecidable = self._unmatched()
        undecidable["consent or request cannot be told"] = and_(not_(overdue), self._doubtful())
        if hold:
            undecidable |= hold.unknowns(overdue)
        counted = [is_true(one) for one in (*undecidable.values(), *held.values())]
        now = and_(*(not_(one) for one in counted))
        counts = {"never_consented": never, "withdrawn": and_(not_(never), withdrawn), "requested": requested}
        refused = false() if self._person is None else and_(not_(overdue), self._is(self._person, "refused"))
        return Classes(
            found={"overdue": overdue},
            undecidable=undecidable,
            held=held,
            counts={name: and_(now, one) for name, one in counts.items()}
            | {"request_refused": refused, **(hold.counts(overdue) if hold else {})},
        )

    def _unmatched(self) -> dict[str, Expression]:
        told: dict[str, Expression] = {"names no person": self._subject.is_(None)}
        for role in set(self._named()) & set(self._data.dataset.values):
            given, known = self._data.column(role), vocabulary(self._data, role)
            told[f"of no known {role}"] = and_(given.is_not(None), known.is_(None))
        return told

    def _doubtful(self) -> Expression:
        """Events that decide nothing matter unless a grant stands for certain and nobody asked."""
        untold, stands = self._is(self._state, "untold"), self._is(self._state, "stands")
        if self._person is None:
            return and_(untold, not_(stands))
        asked = self._is(self._person, "asked")
        return or_(and_(untold, or_(not_(stands), asked)), self._is(self._person, "untold"))

    def _is(self, joined: FromClause, flag: str) -> Expression:
        return func.coalesce(joined.c[flag], 0) == 1
