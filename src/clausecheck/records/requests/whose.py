"""Which requests an obligation is for: those of its right, and of its jurisdiction or of none that has its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, not_, or_

from clausecheck.model import Obligation
from clausecheck.policy.obligations.rights import RequestDeadline
from clausecheck.records.relation import word_is
from clausecheck.records.requests.register import Told
from clausecheck.records.requests.verdicts import RIGHTS
from clausecheck.records.requests.working_days import is_same

DEFAULT = "default"


@dataclass(frozen=True, kw_only=True)
class Whose:
    """`obligations` are all of the policy's."""

    told: Told
    obligations: Sequence[Obligation]

    def has(self, obligation: RequestDeadline) -> ColumnElement[bool]:
        """Requests of an unknown right may be for any: they are everybody's of that jurisdiction."""
        right = self.told["right"]
        its = or_(word_is(right, [obligation.right]), not_(word_is(right, RIGHTS)))
        return and_(its, self._of_jurisdiction(obligation))

    def _of_jurisdiction(self, obligation: RequestDeadline) -> ColumnElement[bool]:
        if obligation.is_default:
            return not_(self._named(self._others(obligation.right)))
        return self._named([obligation.jurisdiction])

    def _others(self, right: str) -> list[str]:
        """The jurisdictions with a deadline of their own for this right."""
        known = (one for one in self.obligations if isinstance(one, RequestDeadline) and one.right == right)
        return sorted({one.jurisdiction for one in known} - {DEFAULT})

    def _named(self, jurisdictions: Sequence[str]) -> ColumnElement[bool]:
        words = [word for word in self.told.jurisdictions if any(is_same(word, one) for one in jurisdictions)]
        return word_is(self.told["jurisdiction"], words) if words else false()
