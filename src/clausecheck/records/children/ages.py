"""People by their age, when their data were collected and now (rigour 37).

A birth date decides where there is one; growing up does not cure. Where there is none, a recorded declaration of being
of age suffices. What neither tells is undecidable.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import cast

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.periods import Period
from clausecheck.policy.obligations.children import MinimumAge
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.children.birthdays import born_too_late, is_placeholder
from clausecheck.records.moments import Moment
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import Classes, scan
from clausecheck.records.together import Needed, together

ROLES = ("key", "birth_date", "age_declaration", "declared_adult_at", "created_at")
DECLARATIONS = ("age_declaration", "declared_adult_at")
NOT_COLLECTED = "created_at is not mapped: nobody can tell how old people were when their data were collected"
Condition = ColumnElement[bool]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The people of one place. `CannotVerify` where neither birth dates nor declarations are mapped."""
    dataset, place = asks[0].dataset, asks[0].place
    if not {"birth_date", *DECLARATIONS} & set(place.roles):
        raise CannotVerify(
            f"{place.name} tells neither birth dates nor declarations of age",
            remedy=f"map `age_declaration:` (adult, minor) or `declared_adult_at:`, the column of {place.name} that "
            "keeps what people declared when they signed up",
        )
    with together(audit, [Needed(dataset=dataset, place=place, roles=ROLES)]) as (people,):
        classes = [_People(people, cast("MinimumAge", ask.obligation).age, audit).classes() for ask in asks]
        scanned = scan(people, people.table, classes, neighbours=neighbours_of(people, audit))
        told = [records_of(people, people.table, one, scanned, at, audit) for at, one in enumerate(classes)]
    warnings = (NOT_COLLECTED,) if "birth_date" in place.roles and "created_at" not in place.roles else ()
    return [replace(one, warnings=warnings) for one in told]


class _People:
    """What each row says of an age; every condition is true or false, never NULL."""

    def __init__(self, people: Relation, age: Period, audit: Audit) -> None:
        if age.days:
            raise CannotVerify(f"an age of {age.in_words()} counts days", remedy="give it in years and months")
        self._people, self._age, self._audit = people, age, audit
        self._declared, self._minor, self._strange = self._declarations()

    def classes(self) -> Classes:
        declared = self._declared
        unknown, placeholder, now, then, untold = self._by_birth_date()
        found = or_(now, then, self._minor)
        open_ones = and_(not_(found), not_(declared))
        told = and_(not_(unknown), not_(placeholder))
        return Classes(
            excluded=self._later(),
            undecidable={
                "of an unknown declaration of age": and_(not_(found), self._strange),
                "without birth date and without declaration": and_(open_ones, unknown),
                "with a placeholder for a birth date and without declaration": and_(open_ones, placeholder),
                "nobody can tell their age when their data were collected": and_(open_ones, told, untold),
            },
            found={"under_age": found},
            counts={
                "under_age_now": now,
                "under_age_when_collected": then,
                "declared_under_age": self._minor,
                "declared_of_age_all_the_same": and_(found, declared),
                "unknown_birth_date": unknown,
                "placeholder_birth_date": placeholder,
                "by_declaration_alone": and_(not_(found), declared, not_(told)),
            },
        )

    def _later(self) -> dict[str, Condition]:
        """Rows that came after an audited moment of the past (rigour 6)."""
        if not (self._audit.is_in_the_past and self._people.has("created_at")):
            return {}
        created = self._people.moment("created_at")
        possible = not_(created.after(self._audit.latest_possible))
        return {"after the audited moment": and_(created.usably_after(self._audit.as_of), possible)}

    def _declarations(self) -> tuple[Condition, Condition, Condition]:
        """Declared to be of age, declared to be under age, and a declaration that is neither."""
        declared: Condition = false()
        minor: Condition = false()
        strange: Condition = false()
        if self._people.has("declared_adult_at"):
            at = self._people.moment("declared_adult_at")
            usable = and_(not_(at.undecidable), not_(at.after(self._audit.latest_possible)))
            declared, strange = usable, and_(not_(at.absent), not_(usable))
        if self._people.has("age_declaration"):
            word, given = self._people.word("age_declaration"), self._people.column("age_declaration")
            known = word_is(word, ("adult", "minor"))
            declared = or_(declared, word_is(word, ("adult",)))
            minor = word_is(word, ("minor",))
            strange = and_(or_(strange, and_(given.is_not(None), not_(known))), not_(declared))
        return declared, minor, strange

    def _by_birth_date(self) -> tuple[Condition, Condition, Condition, Condition, Condition]:
        """(unknown, placeholder, a child now, a child then, nobody knows when); without birth dates all are unknown."""
        if not self._people.has("birth_date"):
            return true(), false(), false(), false(), true()
        birth, today = self._people.moment("birth_date"), self._people.zones.day_of(self._audit.as_of)
        placeholder = is_placeholder(birth, today)
        not_born = not_(birth.before_day(today + timedelta(days=1)))
        unknown = and_(not_(placeholder), or_(birth.undecidable, not_born))
        told = and_(not_(unknown), not_(placeholder))
        # The first birthday that is too late: who was born on an earlier day is of age today.
        of_age = birth.before_day(self._age.cut_off(today + timedelta(days=1)))
        now = and_(told, not_(of_age))
        then, untold = self._when_collected(birth)
        return unknown, placeholder, now, and_(told, then), untold

    def _when_collected(self, birth: Moment) -> tuple[Condition, Condition]:
        """A child when the data were collected, and nobody knows when that was."""
        if not self._people.has("created_at"):
            return false(), true()
        created = self._people.moment("created_at")
        usable = and_(not_(created.undecidable), not_(created.after(self._audit.latest_possible)))
        return and_(usable, born_too_late(birth.day, created.day, self._age, self._people.dialect)), not_(usable)
