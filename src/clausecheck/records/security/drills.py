"""Stores that are backed up, and when each was last restored in a drill that succeeded."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import and_, false, not_
from sqlalchemy.sql.selectable import FromClause

from clausecheck.facts import Records
from clausecheck.policy.obligations.security import RestoreDrill
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import Classes, Condition
from clausecheck.records.security.acts import Act, Acts, acts_joined
from clausecheck.records.security.beside import beside, in_one_scan, nameless
from clausecheck.records.security.recurring import Words, recurring

STORES = ("key", "starts_at", "ends_at")
DRILLS = ("store", "drilled_at", "outcome")
_WORDS = Words(
    begins="starts_at",
    found="undrilled",
    not_begun="not backed up yet",
    untold="a drill of theirs cannot be told",
    no_beginning="no drill and no usable first day",
)


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The stores of one place; `found` has the class `undrilled`. `CannotVerify` without a register of drills."""
    with beside(asks[0], STORES, "restore_drills", DRILLS, audit) as (stores, drills):
        read = nameless(drills, "store", audit)

        def sorting(source: FromClause, ask: Ask, name: str) -> tuple[FromClause, Classes]:
            obligation = cast("RestoreDrill", ask.obligation)
            cut_off = obligation.interval.cut_off(stores.zones.day_of(audit.as_of))
            acts = acts_joined(stores, source, _drill(drills), cut_off, audit, name=name)
            return acts.source, _classes(stores, acts, obligation, audit)

        return in_one_scan(stores, asks, sorting, read, audit)


def _classes(stores: Relation, acts: Acts, obligation: RestoreDrill, audit: Audit) -> Classes:
    ended, unclear = _ended(stores, audit)
    over, doubts = {"no longer backed up": ended}, {"whether they are still backed up cannot be told": unclear}
    return recurring(stores, acts, obligation.interval, _WORDS, audit, over=over, unclear=doubts)


def _drill(drills: Relation) -> Act:
    """A drill that failed shows nothing; one of unknown outcome may have succeeded."""
    outcome = drills.word("outcome")
    return Act(
        register=drills,
        of="store",
        at="drilled_at",
        counts=word_is(outcome, ["succeeded"]),
        doubtful=not_(word_is(outcome, ["succeeded", "failed"])),
        over=false(),
        over_untold=false(),
    )


def _ended(stores: Relation, audit: Audit) -> tuple[Condition, Condition]:
    """No longer backed up, and nobody can tell. The last day is included."""
    if not stores.has("ends_at"):
        return false(), false()
    ends = stores.moment("ends_at")
    return and_(ends.before_day(stores.zones.day_of(audit.as_of)), not_(ends.absurd)), ends.absurd
