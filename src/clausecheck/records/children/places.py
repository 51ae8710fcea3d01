"""Every place that holds records of people, and whom each still names.

Left out are the registers that prove what was asked, answered, sent or done, as for every erasure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, case, false, func, literal, not_, or_, select
from sqlalchemy.sql.selectable import Subquery

from clausecheck.errors import CannotVerify
from clausecheck.facts import Unreadable
from clausecheck.records.asking import Audit
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.relation import Relation
from clausecheck.records.retention.holds import holds_joined
from clausecheck.records.scan import is_true
from clausecheck.records.together import Needed, together
from clausecheck.targets.about_people import PROOF
from clausecheck.targets.model import Dataset

Expression = ColumnElement[Any]


@dataclass(frozen=True, kw_only=True)
class Searched:
    """Whom one place names, one row a person: 1 for `remains` (a record nothing excuses), `held` and `untold`.

    `nameless` counts its rows that name nobody; None where its database allows none.
    """

    place: str
    people: Subquery
    matches: Expression
    nameless: ColumnElement[int] | None

    def flag(self, name: str) -> Expression:
        return func.coalesce(self.people.c[name], 0) == 1


def person_role(dataset: Dataset) -> str:
    """The role that says who: in the register of people the key."""
    return "key" if dataset.category == "people" else "subject"


def _all(audit: Audit) -> Iterator[Needed]:
    seen: set[tuple[str, str]] = set()
    for dataset in audit.target.datasets:
        role = person_role(dataset)
        for place in dataset.places:
            at = (place.name, place.roles.get(role, ""))
            if dataset.category not in PROOF and at[1] and at not in seen:
                seen.add(at)
                # The whole table is searched: a `where` that misses rows must not hide a child.
                whole = replace(dataset, where={})
                yield Needed(dataset=whole, place=place, roles=(role, "hold"))


def searchable(audit: Audit) -> tuple[list[Needed], list[Unreadable]]:
    """The places that can be searched, and what of the others could not be read."""
    found, unread = [], []
    for one in _all(audit):
        try:
            _looked_into(audit, one)
            found.append(one)
        except CannotVerify as reason:
            unread.append(Unreadable(what=one.place.name, why=reason.reason, remedy=reason.remedy))
    return found, unread


def _looked_into(audit: Audit, one: Needed) -> None:
    with together(audit, [one]) as (relation,):
        role = person_role(one.dataset)
        relation.connection.execute(select(relation.column(role)).select_from(relation.table).limit(1))


def unsearchable(audit: Audit) -> tuple[str, ...]:
    """The finding says which datasets name nobody and were not searched."""
    named = [one for one in audit.target.datasets if any(person_role(one) in place.roles for place in one.places)]
    others = [one.name for one in audit.target.datasets if one not in named]
    return (f"not searched, as they name no subjects: {', '.join(others)}",) if others else ()


def searched(cases: Relation, place: Relation, holds: Relation | None, audit: Audit) -> Searched:
    """The people of one place, joined to the known cases by `matches`."""
    role = person_role(place.dataset)
    child, person = comparable((cases, "subject"), (place, role))
    hold = holds_joined(place, place.table, holds, audit)
    excused = is_true(hold.excuses) if hold else None
    unknown = is_true(hold.unknown) if hold and hold.unknown is not None else None
    flags = {
        "remains": _flag(not_(_any(excused, unknown))) if hold else literal(1),
        "held": _flag(excused) if excused is not None else literal(0),
        "untold": _flag(unknown) if unknown is not None else literal(0),
    }
    source = hold.source if hold else place.table
    columns = [flag.label(name) for name, flag in flags.items()]
    # Only those who are looked for, as a database that expects few of them would group everybody once for each.
    sought = select(child).select_from(cases.table).where(child.is_not(None)).correlate(None)
    people = select(person.label("person"), *columns).select_from(source).where(person.in_(sought)).group_by(person)
    named = people.subquery()
    return Searched(place=place.place.name, people=named, matches=named.c.person == child, nameless=_nameless(place))


def _any(*conditions: Expression | None) -> Expression:
    return or_(false(), *(one for one in conditions if one is not None))


def _flag(condition: Expression) -> Expression:
    return func.max(case((condition, 1), else_=0))


def _nameless(place: Relation) -> ColumnElement[int] | None:
    column: Any = place.column(person_role(place.dataset))
    if not column.nullable:
        return None
    return select(func.count()).select_from(place.table).where(column.is_(None)).scalar_subquery()
