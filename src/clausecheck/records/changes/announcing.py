"""Which material changes of the policy have to stand on the website now, and whether they do (11.c)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, false, not_, or_

from clausecheck.facts import Records, Unreadable
from clausecheck.facts.listing import in_system
from clausecheck.periods import Period
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Audit
from clausecheck.records.moments import Moment
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import Classes, scan
from clausecheck.records.together import Needed, together
from clausecheck.targets.model import Dataset

Condition = ColumnElement[bool]
ROLES = ("key", "clause", "effective_at", "announced_at", "material")
_A_DAY = timedelta(days=1)


class Shown(Protocol):
    """What the site announces: the days that notices name, whether one names none, and days outside of notices."""

    @property
    def days(self) -> frozenset[date]: ...
    @property
    def undated(self) -> bool: ...
    @property
    def elsewhere(self) -> frozenset[date]: ...


def announcements(
    register: Dataset, stands_for: Period, shown: Shown, unreadable: Sequence[Unreadable], audit: Audit
) -> Records:
    """Every change of the register; `found` has `unannounced`.

    A material change has to be announced from the moment that its register says it was, else from its effect, until
    `stands_for` after its effect. Changes are told apart by the day of their effect, in the policy's time zone.
    """
    place = register.original
    with together(audit, [Needed(dataset=register, place=place, roles=ROLES)]) as (changes,):
        classes = _classes(changes, stands_for, shown, audit)
        scanned = scan(changes, changes.table, [classes], neighbours=neighbours_of(changes, audit))
        records = records_of(changes, changes.table, classes, scanned, 0, audit)
    where = in_system(place.system, records.where_to_look)
    return replace(records, unreadable=(*records.unreadable, *unreadable), where_to_look=where)


def _classes(changes: Relation, stands_for: Period, shown: Shown, audit: Audit) -> Classes:
    effective = changes.moment("effective_at")
    dated = not_(effective.undecidable)
    today = audit.as_of.astimezone(ZoneInfo(audit.time_zone)).date()
    over = and_(dated, effective.before_day(stands_for.cut_off(today)))
    due = and_(dated, not_(over), or_(not_(effective.after(audit.as_of)), _already_told(changes, audit)))
    named, elsewhere = _on(effective, shown.days), _on(effective, shown.elsewhere)
    material = word_is(changes.word("material"), ("true",))
    told = word_is(changes.word("material"), ("true", "false"))
    unclear = or_(elsewhere, due if shown.undated else false())
    return Classes(
        undecidable={
            "no usable day of effect": and_(not_(dated), not_(and_(told, not_(material)))),
            "nobody decided whether they are material": and_(due, not_(told)),
            "the site speaks of a change, without its day or in no notice": and_(due, material, not_(named), unclear),
        },
        found={"unannounced": and_(due, material, not_(named), not_(unclear))},
        counts={"to_be_announced": and_(due, material), "over": and_(material, over)},
    )


def _already_told(changes: Relation, audit: Audit) -> Condition:
    """The register says that it was announced, and when."""
    if not changes.has("announced_at"):
        return false()
    told = changes.moment("announced_at")
    return and_(not_(told.undecidable), not_(told.after(audit.as_of)))


def _on(moment: Moment, days: Iterable[date]) -> Condition:
    """It falls on one of these days."""
    on = [and_(not_(moment.before_day(day)), moment.before_day(day + _A_DAY)) for day in sorted(days)]
    return and_(not_(moment.undecidable), or_(false(), *on))
