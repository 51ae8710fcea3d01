"""Messages: each is of a declared class, or marketing to somebody whose consent stands."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, false, not_, or_, true
from sqlalchemy.sql.selectable import FromClause

from clausecheck.facts import Records, Unreadable
from clausecheck.policy.obligations.consent import ConsentBeforeSend
from clausecheck.policy.obligations.use import DeclaredMessageClass
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent import ledger as ledgers
from clausecheck.records.consent import sends, suppression
from clausecheck.records.consent.answering import unmapped_ledger
from clausecheck.records.consent.registers import in_full
from clausecheck.records.consent.sends import Suppressed, sends_joined
from clausecheck.records.consent.timeline import Consent
from clausecheck.records.consent.verdicts import RULES
from clausecheck.records.patterns import scan_by_patterns
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, is_true
from clausecheck.records.together import Needed, together
from clausecheck.records.use import message_classes
from clausecheck.records.use.message_classes import classed

ROLES = (*sends.ROLES, "message_class")
REGISTERS = {
    "consent_events": ledgers.ROLES,
    "suppressions": suppression.ROLES,
    "campaigns": message_classes.ROLES,
}
Expression = ColumnElement[Any]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The messages of one place; `found` has the class `undeclared`."""
    registers = {name: found for name in REGISTERS if (found := audit.register(name)) is not None}
    if "consent_events" not in registers:
        registers.pop("suppressions", None)
    needed = [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)]
    needed += [Needed(dataset=one, place=one.original, roles=REGISTERS[name]) for name, one in registers.items()]
    with together(audit, needed) as (sent, *others):
        return _answered(asks, sent, dict(zip(registers, others, strict=True)), audit)


def _answered(asks: Sequence[Ask], sent: Relation, registers: dict[str, Relation], audit: Audit) -> list[Records]:
    unread = {name: in_full(one, audit) for name, one in registers.items()}
    if "consent_events" not in registers:
        why = unmapped_ledger()
        unread["consent_events"] = (Unreadable(what="consent events", why=why.reason, remedy=why.remedy),)
    messages = _Messages(sent, registers, audit)
    classes = [messages.classes(cast("DeclaredMessageClass", ask.obligation)) for ask in asks]
    scanned = scan_by_patterns(sent, messages.source, classes, neighbours=neighbours_of(sent, audit))
    answered = []
    for number, one in enumerate(classes):
        told = records_of(sent, messages.source, one, scanned, number, audit)
        asked_for_consent = bool(told.counts.get("needing_consent"))
        doubts = [what for name, ones in unread.items() if name == "campaigns" or asked_for_consent for what in ones]
        answered.append(replace(told, unreadable=(*told.unreadable, *doubts)))
    return answered


class _Messages:
    """Each message beside its campaign, and beside the consent and the suppression of its moment."""

    def __init__(self, sent: Relation, registers: dict[str, Relation], audit: Audit) -> None:
        self._sent, self._audit = sent, audit
        ledger, source = registers.get("consent_events"), cast("FromClause", sent.table)
        self._told = sends_joined(sent, ledger, registers.get("suppressions"), None, audit) if ledger else None
        self._class = classed(sent, self._told.source if self._told else source, registers.get("campaigns"))
        self.source = self._class.source

    def classes(self, obligation: DeclaredMessageClass) -> Classes:
        """`undeclared` counts each message once: it is of no declared class, and no consent to it stood."""
        moment, label, marketing = self._sent.moment("sent_at"), self._class.label, self._class.marketing
        late, dateless = past(moment, self._audit)
        needs = or_(marketing, not_(word_is(label, _declared(self._audit))))
        without, doubtful = self._consent()
        excluded = {
            **late,
            "before the policy's date": moment.usably_before_day(self._audit.policy_date),
            **self._others(obligation),
        }
        undecidable = {
            **dateless,
            **self._class.untold,
            **{why: and_(needs, one) for why, one in self._unmatched(dateless).items()},
            "consent or suppression cannot be told": and_(needs, not_(without), doubtful),
        }
        return Classes(
            excluded=excluded,
            undecidable=undecidable,
            found={"undeclared": and_(needs, without)},
            counts={"needing_consent": needs},
            judged={"disguised": and_(marketing, without)},
        )

    def _others(self, obligation: DeclaredMessageClass) -> dict[str, Expression]:
        """What the obligation does not speak of. Marketing among marketing sends is judged for itself elsewhere."""
        label, marketing = self._class.label, self._class.marketing
        if obligation.message_class:
            unlabelled = and_(marketing, label.is_(None))
            return {"of other classes": or_(is_true(label != obligation.message_class), unlabelled)}
        return {"marketing": marketing} if self._sent.dataset.category == "marketing_sends" else {}

    def _unmatched(self, dateless: dict[str, Expression]) -> dict[str, Expression]:
        told = self._told.undecidable if self._told else {}
        return {why: one for why, one in told.items() if why not in dateless}

    def _consent(self) -> tuple[Expression, Expression]:
        """Whether no consent stood for certain, and whether nobody can tell."""
        if self._told is None:
            return false(), true()
        untold = self._told.consent == Consent.UNTOLD.value
        if self._told.suppressed is not None:
            untold = or_(untold, self._told.suppressed == Suppressed.UNTOLD.value)
        return is_true(RULES[ConsentBeforeSend.KIND].condition(self._told)), is_true(untold)


def _declared(audit: Audit) -> list[str]:
    """The classes that the policy declares, whichever clauses are audited."""
    kinds = (one for one in audit.obligations if isinstance(one, DeclaredMessageClass))
    return [one.message_class for one in kinds if one.message_class]
