"""What rests on consent stops at its withdrawal: each access for such a purpose needs a grant that stands then."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_

from clausecheck.facts import Records
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent import ledger as ledgers
from clausecheck.records.consent.answering import NOT_RECORDED, unmapped_ledger
from clausecheck.records.consent.any_channel import anywhere
from clausecheck.records.consent.ledger import comparable, in_bytes, vocabulary
from clausecheck.records.consent.registers import in_full
from clausecheck.records.consent.timeline import Consent
from clausecheck.records.in_force import Flag, in_force, said, within
from clausecheck.records.patterns import scan_by_patterns
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes
from clausecheck.records.together import Needed, together
from clausecheck.records.use import activities
from clausecheck.records.use.naming import purpose_named
from clausecheck.targets.registers.sharing import BASES

ROLES = ("key", "subject", "accessed_at", "purpose", "data_category")
_OTHERS = tuple(basis for basis in BASES if basis != "consent")
Expression = ColumnElement[Any]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The accesses of one place that rest on consent; `found` has the class `without_consent`.

    `CannotVerify` where activities or consent events are not mapped, or do not tell the basis.
    """
    ledger, register = audit.register("consent_events"), audit.register("processing_activities")
    if ledger is None:
        raise unmapped_ledger()
    if register is None:
        raise activities.unmapped()
    needed = [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)]
    needed.append(Needed(dataset=register, place=register.original, roles=activities.ROLES))
    needed.append(Needed(dataset=ledger, place=ledger.original, roles=ledgers.ROLES))
    with together(audit, needed) as (log, declared, events):
        return [_answered(log, declared, events, audit)] * len(asks)


def _answered(log: Relation, register: Relation, ledger: Relation, audit: Audit) -> Records:
    activities.is_kept(register)
    unread = (*in_full(register, audit, activities.nameless(register)), *in_full(ledger, audit))
    accesses = _Accesses(log, register, ledger, audit)
    classes = accesses.classes()
    scanned = scan_by_patterns(log, accesses.source, [classes], neighbours=neighbours_of(log, audit))
    told = records_of(log, accesses.source, classes, scanned, 0, audit)
    warnings = () if ledger.has("recorded_at") else (NOT_RECORDED,)
    return replace(told, unreadable=(*told.unreadable, *unread), warnings=warnings)


class _Accesses:
    """Each access beside the basis of its purpose on that day, and the person's consent to it at that moment."""

    def __init__(self, log: Relation, register: Relation, ledger: Relation, audit: Audit) -> None:
        self._log, self._audit = log, audit
        self._subject, whose = comparable((log, "subject"), (ledger, "subject"))
        self._purpose = in_bytes(vocabulary(log, "purpose"), log.dialect)
        self._bases = in_force(register, self._grouped(register), _flags(register), "bases")
        self._consent = anywhere(ledger, whose, audit)
        self.source = log.table.outerjoin(self._bases, self._rests()).outerjoin(self._consent, self._falls())

    def _named(self) -> list[str]:
        """Where the log tells what was read, the basis is that of the purpose for those data."""
        return ["purpose", *(["data_category"] if self._log.has("data_category") else [])]

    def _grouped(self, register: Relation) -> dict[str, Expression]:
        return {role: in_bytes(vocabulary(register, role), register.dialect) for role in self._named()}

    def _rests(self) -> Expression:
        named = ((role, in_bytes(vocabulary(self._log, role), self._log.dialect)) for role in self._named())
        alike = (self._bases.c[role] == value for role, value in named)
        return and_(*alike, within(self._bases, self._log.moment("accessed_at").day))

    def _falls(self) -> Expression:
        consent, moment = self._consent, self._log.moment("accessed_at").instant
        return and_(
            consent.c.subject == self._subject,
            consent.c.purpose == self._purpose,
            consent.c.since <= moment,
            moment < consent.c.until,
        )

    def classes(self) -> Classes:
        """`without_consent` counts each access once: after a withdrawal, or without a grant that stood."""
        moment = self._log.moment("accessed_at")
        late, dateless = past(moment, self._audit)
        consents, others = said(self._bases, "consent"), said(self._bases, "maybe_other")
        elsewhere = and_(said(self._bases, "other"), not_(said(self._bases, "maybe_consent")))
        excluded = {
            **late,
            "before the policy's date": moment.usably_before_day(self._audit.policy_date),
            "on another basis": elsewhere,
        }
        consent = func.coalesce(self._consent.c.consent, Consent.NEVER.value)
        stands = consent == Consent.GRANTED.value
        undecidable = {
            **dateless,
            **purpose_named(self._log),
            "on no basis that the register tells": and_(not_(stands), or_(not_(consents), others)),
            "names no person": self._subject.is_(None),
            "their consent cannot be told": consent == Consent.UNTOLD.value,
        }
        counts = {
            "after_withdrawal": consent == Consent.REFUSED.value,
            "never_consented": consent == Consent.NEVER.value,
            "pending": consent == Consent.PENDING.value,
        }
        return Classes(
            excluded=excluded,
            undecidable=undecidable,
            found={"without_consent": not_(stands)},
            judged=counts,
        )


def _flags(register: Relation) -> dict[str, Flag]:
    """On which basis an activity rests; one of no known basis may rest on any."""
    basis = register.word("basis")
    unknown = not_(word_is(basis, BASES))
    consent, other = word_is(basis, ("consent",)), word_is(basis, _OTHERS)
    return {
        "consent": Flag(certain=consent, maybe=or_(consent, unknown)),
        "other": Flag(certain=other, maybe=or_(other, unknown)),
    }
