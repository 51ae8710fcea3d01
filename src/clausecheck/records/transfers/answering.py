"""One layer for the rows, one for what the mechanisms say of each, and one scan that answers all that is asked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, false, not_, or_, true
from sqlalchemy.sql.selectable import CTE

from clausecheck.connectors.sql import hides_rows
from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.policy.obligations.transfers import TransferMechanism
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent import ledger as events
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.consent.registers import in_full as consents_in_full
from clausecheck.records.layers import layered
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import Classes, is_true, scan
from clausecheck.records.together import Needed, together
from clausecheck.records.transfers import mechanisms as register
from clausecheck.records.transfers.consent import MAYBE, STANDS, TAKEN_BACK, agreed, turn
from clausecheck.records.transfers.coverage import carried, destined
from clausecheck.records.transfers.mechanisms import CONSENT, mechanisms
from clausecheck.records.transfers.placed import LEFT_OUT, ROLES, UNTOLD, Placed, flag, flagged, placed
from clausecheck.targets.model import Dataset

Expression = ColumnElement[Any]
LEDGER = "consent_events"


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The transfers, or the processors, of one place; `found` has the class `without`."""
    dataset, place = asks[0].dataset, asks[0].place
    entries = mapped_mechanisms(audit)
    told = audit.register(LEDGER) if "mechanism" in place.roles and "subject" in place.roles else None
    needed = [Needed(dataset=dataset, place=place, roles=ROLES)]
    needed.append(Needed(dataset=entries, place=entries.original, roles=register.ROLES))
    if told:
        needed.append(Needed(dataset=told, place=told.original, roles=events.ROLES))
    with together(audit, needed) as (rows, known, *ledger):
        in_full(known)
        asked = [cast("TransferMechanism", ask.obligation) for ask in asks]
        return _answered(asked, rows, known, ledger[0] if ledger else None, audit)


def mapped_mechanisms(audit: Audit) -> Dataset:
    """The register of mechanisms; `CannotVerify` where the target maps none."""
    found = audit.register("transfer_mechanisms")
    if found is None:
        raise CannotVerify(
            "the target maps no transfer_mechanisms, so nobody can tell what any transfer rests on",
            remedy="map the register of clauses, adequacy decisions and certifications with their dates",
        )
    return found


def in_full(known: Relation) -> None:
    """A mechanism that is hidden from this role could be the one that carries a transfer."""
    hidden = "" if known.hashed else hides_rows(known.connection, known.table)
    if hidden:
        raise CannotVerify(hidden, tried=f"reading {known.place.name} in full", remedy="grant the role BYPASSRLS")


def _answered(
    asked: Sequence[TransferMechanism], rows: Relation, known: Relation, ledger: Relation | None, audit: Audit
) -> list[Records]:
    unread = consents_in_full(ledger, audit) if ledger else ()
    moved, entries = _side_by_side(rows, known, audit)
    judged = _Judged(moved, entries, ledger, asked, audit)
    classes = [judged.classes(number, one) for number, one in enumerate(asked)]
    scanned = scan(judged.rows, judged.rows.table, classes, neighbours=neighbours_of(rows, audit))
    answered = []
    for number, (one, obligation) in enumerate(zip(classes, asked, strict=True)):
        told = records_of(judged.rows, judged.rows.table, one, scanned, number, audit)
        doubts = unread if obligation.mechanism == CONSENT else ()
        answered.append(replace(told, unreadable=(*told.unreadable, *doubts)))
    return answered


def _side_by_side(rows: Relation, known: Relation, audit: Audit) -> tuple[Placed, CTE]:
    named = "recipient" if rows.has("recipient") else "key"
    if not known.has("recipient"):
        return placed(rows, rows.identity(named), audit), mechanisms(known, _nobody(known))
    whose, theirs = comparable((rows, named), (known, "recipient"))
    return placed(rows, whose, audit), mechanisms(known, theirs)


def _nobody(known: Relation) -> Expression:
    return case((false(), known.identity("key")))  # NULL, of a key's type


class _Judged:
    """The rows with a column for each thing that the mechanisms and the ledger say of them."""

    def __init__(
        self, moved: Placed, entries: CTE, ledger: Relation | None, asked: Sequence[TransferMechanism], audit: Audit
    ) -> None:
        self._has_claims, self._has_consent = moved.rows.has("mechanism"), _may_rest_on_consent(moved.rows)
        columns: dict[str, Expression] = {"destined__": flag(destined(moved.moved, entries, ""))}
        for kind in dict.fromkeys(("", *(one.mechanism for one in asked))):
            if kind != CONSENT:
                columns[f"certain__{kind}"] = flag(carried(moved.moved, entries, kind))
                columns[f"maybe__{kind}"] = flag(carried(moved.moved, entries, kind, maybe=True))
            columns[f"destined__{kind}"] = flag(destined(moved.moved, entries, kind))
        source = None
        if self._has_consent:
            agreement = agreed(moved.rows, ledger, audit)
            source, columns["consent__"] = agreement.source, agreement.says
            today = moved.rows.zones.day_of(audit.as_of)
            for number, one in enumerate(asked):
                if one.within:
                    columns[f"turn__{number}"] = turn(moved.rows, one.within.cut_off(today))
        self.rows = layered(moved.rows, columns, "judged", source)

    def _of(self, name: str) -> Expression:
        column: Expression = self.rows.table.c[name]
        return column

    def _said(self, name: str) -> Expression:
        return self._of(name) == 1

    def classes(self, number: int, obligation: TransferMechanism) -> Classes:
        kind = obligation.mechanism
        on_consent = word_is(self._of("claims__"), (CONSENT,)) if self._has_claims else false()
        certain, maybe = self._carried(kind, on_consent)
        repeated = self._repeated(number, obligation, on_consent)
        without = and_(not_(certain), not_(maybe))
        excluded = flagged(self.rows, LEFT_OUT)
        if kind:
            excluded["resting on another mechanism"] = self._is_anothers(kind)
        undecidable = flagged(self.rows, UNTOLD)
        undecidable["rest on what cannot be told"] = and_(not_(certain), maybe, not_(repeated))
        settled = not_(or_(*map(is_true, (*excluded.values(), *undecidable.values()))))
        unnamed = not_(self._said("destined__"))
        counts = {
            "undeclared_destination": and_(without, unnamed, not_(on_consent)),
            "lapsed_or_not_for_it": and_(without, not_(unnamed), not_(on_consent)),
            "without_consent": and_(without, on_consent),
            "continued_after_withdrawal": and_(without, on_consent, self._taken_back()),
            "repeated_on_consent": and_(not_(without), repeated),
        }
        return Classes(
            excluded=excluded,
            undecidable=undecidable,
            found={"without": or_(without, repeated)},
            counts={name: and_(settled, one) for name, one in counts.items()},
        )

    def _carried(self, kind: str, on_consent: Expression) -> tuple[Expression, Expression]:
        given: Expression = false()
        unclear: Expression = on_consent
        if self._has_consent:
            given = and_(on_consent, self._of("consent__") == STANDS)
            unclear = and_(on_consent, self._of("consent__") == MAYBE)
        if kind == CONSENT:
            return given, unclear
        return or_(self._said(f"certain__{kind}"), given), or_(self._said(f"maybe__{kind}"), unclear)

    def _taken_back(self) -> Expression:
        return self._of("consent__") == TAKEN_BACK if self._has_consent else false()

    def _is_anothers(self, kind: str) -> Expression:
        """It names another one; or it names none, and either no entry of this kind is for it, or others carry it."""
        claims = self._of("claims__")
        unclaimed = true() if kind == CONSENT else or_(not_(self._said(f"destined__{kind}")), self._said("certain__"))
        if not self._has_claims:
            return unclaimed
        return or_(and_(claims.is_not(None), not_(word_is(claims, (kind,)))), and_(claims.is_(None), unclaimed))

    def _repeated(self, number: int, obligation: TransferMechanism, on_consent: Expression) -> Expression:
        if not (self._has_consent and obligation.within and obligation.at_most):
            return false()
        return and_(on_consent, self._of(f"turn__{number}") > obligation.at_most)


def _may_rest_on_consent(rows: Relation) -> bool:
    return rows.has("mechanism") and rows.has("subject")
