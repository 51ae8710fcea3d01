"""Restriction: while it runs, a person's data are stored and nothing else, but for recorded grounds (rigour 29)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, false, not_, or_

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.policy.obligations.rights import Restriction
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent.registers import in_full
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.restrictions import ROLES, running
from clausecheck.records.scan import Classes, scan
from clausecheck.records.spans import Standing, standing
from clausecheck.records.together import together
from clausecheck.records.uses import ACCESSES, SENDS, Uses, needed, unknown_word, unmapped, uses

Expression = ColumnElement[Any]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The accesses or the marketing sends of one place; `found` has the class `used`. `CannotVerify` where the target
    maps no restrictions.
    """
    register = audit.register("restrictions")
    if register is None:
        raise CannotVerify(
            "the target maps no restrictions, so nobody can tell whose data may only be stored",
            remedy="map the register of restrictions; an empty one is an answer",
        )
    with together(audit, needed(asks[0].dataset, asks[0].place, register, ROLES, audit)) as (used, restricted, *rest):
        return _answered(asks, used, restricted, next(iter(rest), None), audit)


def _answered(
    asks: Sequence[Ask], used: Relation, restricted: Relation, campaigns: Relation | None, audit: Audit
) -> list[Records]:
    unread = (*in_full(restricted, audit, restricted.column("subject").is_(None)), *unmapped([ACCESSES, SENDS], audit))
    of = uses(used, restricted, campaigns, audit)
    runs = standing(of.source, running(restricted, of.whose), {"subject": of.subject}, of.at, "restrictions")
    classes = [_classes(of, runs, cast("Restriction", ask.obligation)) for ask in asks]
    scanned = scan(used, runs.source, classes, neighbours=neighbours_of(used, audit))
    told = [records_of(used, runs.source, one, scanned, number, audit) for number, one in enumerate(classes)]
    return [replace(one, unreadable=(*one.unreadable, *unread)) for one in told]


def _classes(of: Uses, runs: Standing, obligation: Restriction) -> Classes:
    permitted, unknown = _permitted(of.relation, obligation)
    maybe = and_(or_(runs.stands, runs.untold), not_(permitted))
    undecidable = {name: and_(condition, not_(permitted)) for name, condition in of.undecidable.items()}
    undecidable["on no known ground"] = and_(maybe, unknown)
    undecidable["of no known class of campaign"] = and_(maybe, of.unclassed)
    undecidable["whose restriction cannot be told"] = and_(runs.untold, not_(permitted))
    return Classes(
        found={"used": and_(runs.stands, not_(permitted))},
        excluded=of.excluded,
        undecidable=undecidable,
        counts={"on_a_recorded_ground": and_(runs.stands, permitted)},
    )


def _permitted(used: Relation, obligation: Restriction) -> tuple[Expression, Expression]:
    """Whether an access names one of the grounds, and whether it names something that nobody knows."""
    if used.dataset.category != ACCESSES:
        return false(), false()
    named = [role for role in ("ground", "purpose") if used.has(role)]
    permitted = or_(false(), *(word_is(used.word(role), obligation.grounds) for role in named))
    return permitted, unknown_word(used, "ground")
