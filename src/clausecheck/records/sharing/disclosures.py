"""Each disclosure beside what shows its ground, and how an obligation sorts it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_
from sqlalchemy.sql.selectable import FromClause

from clausecheck.policy.obligations.sharing import DisclosureGround
from clausecheck.records.asking import Audit
from clausecheck.records.blank import blank
from clausecheck.records.consent.ledger import in_bytes, vocabulary
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes
from clausecheck.records.sharing.business_transfers import BusinessTransfers
from clausecheck.records.sharing.consents import Consents
from clausecheck.records.sharing.consideration import received, unknown
from clausecheck.records.sharing.contracts import Contracts
from clausecheck.records.sharing.evidence import Grounds, Shown

Expression = ColumnElement[Any]
NOT_SEEN = "on a ground whose evidence is not mapped"


class Disclosures:
    """`grounds` are all that the policy declares, `seen` those whose evidence the target maps."""

    def __init__(
        self, log: Relation, registers: Mapping[str, Relation], grounds: Grounds, seen: Grounds, audit: Audit
    ) -> None:
        self._log, self._audit, self._grounds, self._seen = log, audit, grounds, seen
        self._ground = in_bytes(vocabulary(log, "ground"), log.dialect)
        self.source: FromClause = log.table
        if "processors" in registers:
            self._contracts = Contracts(log, self.source, registers["processors"], self._ground)
            self.source = self._contracts.source
        if "business_transfers" in registers:
            self._transfers = BusinessTransfers(log, self.source, registers["business_transfers"], self._ground)
            self.source = self._transfers.source
        if "consent_events" in registers:
            self._consents = Consents(log, self.source, registers["consent_events"], audit)
            self.source = self._consents.source

    def _shown_by(self, item: str) -> list[str]:
        return [name for name, one in self._seen.items() if item in one.shown_by]

    def _evidence(self, item: str) -> Shown:
        if item in {"contract", "confidentiality_terms"}:
            return self._contracts.shown(item)
        if item == "transaction":
            return self._transfers.shown()
        if item == "consent":
            return self._consents.shown()
        written = not_(blank(self._log, item))
        return Shown(certain=written, maybe=written)

    def _on(self, *grounds: str) -> Expression:
        return word_is(self._ground, grounds) if grounds else false()

    def _all_shown(self, *, maybe: bool) -> Expression:
        """Whether the row's ground is one whose every piece of evidence is, or may be, there."""
        alike: dict[tuple[str, ...], list[str]] = {}
        for ground, one in self._seen.items():
            alike.setdefault(one.shown_by, []).append(ground)
        told = []
        for shown_by, grounds in alike.items():
            items = [self._evidence(item) for item in shown_by]
            told.append(and_(self._on(*grounds), *(item.maybe if maybe else item.certain for item in items)))
        return or_(false(), *told)

    def classes(self, obligation: DisclosureGround) -> Classes:
        """`ungrounded` counts each disclosure once, whatever it lacks."""
        moment = self._log.moment("disclosed_at")
        late, dateless = past(moment, self._audit)
        sold = false() if obligation.ground else received(self._log)
        excluded = {**late, "before the policy's date": moment.usably_before_day(self._audit.policy_date)}
        if obligation.ground:
            excluded["on other grounds"] = self._ground != obligation.ground
        maybe = self._all_shown(maybe=True)
        not_seen = self._on(*(set(self._grounds) - set(self._seen)))
        undecidable = {
            **dateless,
            **{why: and_(not_(sold), one) for why, one in self._untold(not_seen, maybe, obligation).items()},
        }
        counts = {"sold": sold, "undeclared_ground": self._undeclared(), **self._missing()}
        return Classes(
            excluded=excluded,
            undecidable=undecidable,
            found={"ungrounded": or_(sold, not_(maybe))},
            counts={"on_consent": self._on(*self._shown_by("consent"))},
            judged=counts,
        )

    def _untold(self, not_seen: Expression, maybe: Expression, obligation: DisclosureGround) -> dict[str, Expression]:
        unnamed = blank(self._log, "ground")
        told: dict[str, Expression] = {"names no ground": unnamed}
        if "ground" in self._log.dataset.values:
            told["of no known ground"] = and_(not_(unnamed), self._ground.is_(None))
        if not obligation.ground:
            told["nobody can tell what came in return"] = and_(maybe, unknown(self._log))
        told[NOT_SEEN] = not_seen
        told["what shows it cannot be told"] = and_(maybe, not_(self._all_shown(maybe=False)))
        return told

    def _undeclared(self) -> Expression:
        return not_(self._on(*self._grounds))

    def _missing(self) -> dict[str, Expression]:
        """Which evidence lacks, by its name; a disclosure may lack several."""
        items = dict.fromkeys(item for one in self._seen.values() for item in one.shown_by)
        return {
            f"without_{item}": and_(self._on(*self._shown_by(item)), not_(self._evidence(item).maybe)) for item in items
        }
