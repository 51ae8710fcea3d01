"""One scan of the changed clauses answers all ways of telling (rigour 38).

A version is told under the one before it, so a change that took effect before this policy's date belongs to an earlier
text and is left out; the change that brought this policy in is judged. Later conduct is judged by the version in force.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import and_, select

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records, Unreadable
from clausecheck.policy.obligations.changes import ChangeNotification
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.changes.decisions import Change
from clausecheck.records.changes.notices import strays
from clausecheck.records.changes.told import told
from clausecheck.records.relation import Relation
from clausecheck.records.scan import scan
from clausecheck.records.together import Needed, together

ROLES = ("key", "clause", "effective_at", "decided_at", "material", "decided_by")
REGISTERS = {
    "people": ("key", "created_at", "left_at"),
    "change_notices": ("key", "change", "subject", "channel", "sent_at", "status"),
}
NOT_LEFT = "left_at of people is not mapped: whoever is on file counts as registered"
NO_BOUNCES = "status of change_notices is not mapped: a notice that bounced counts as one"


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The changed clauses of one place; `found` has `unannounced`. `CannotVerify` without its registers."""
    needed = [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)]
    for name, roles in REGISTERS.items():
        register = audit.register(name)
        if register is None:
            raise CannotVerify(f"the target maps no {name}, so nobody can tell who was told of a change",
                               remedy=f"map {name}: {', '.join(roles)}")  # fmt: skip
        needed.append(Needed(dataset=register, place=register.original, roles=roles))
    with together(audit, needed) as (changes, people, notices):
        return _answered(asks, changes, people, notices, audit)


def _answered(
    asks: Sequence[Ask], changes: Relation, people: Relation, notices: Relation, audit: Audit
) -> list[Records]:
    change = Change(changes, audit)
    channels = [cast("ChangeNotification", ask.obligation).channel for ask in asks]
    heard = told(change, people, notices, tuple(dict.fromkeys(channels)), audit)
    classes = [change.classes(heard, channel) for channel in channels]
    counted = and_(changes.in_scope(), change.material_now)
    people_of = {(channel, name): one for channel in channels for name, one in heard.totals(channel, counted).items()}
    sums = {" ".join(named): one for named, one in people_of.items()}
    scanned = scan(changes, heard.source, classes, neighbours=neighbours_of(changes, audit), sums=sums)
    unreadable = strays(notices, changes)
    answered = []
    for number, channel in enumerate(channels):
        records = records_of(changes, heard.source, classes[number], scanned, number, audit)
        totals = {name: scanned.sums[f"{channel} {name}"] for of, name in people_of if of == channel}
        counts = {**records.counts, **{name: int(count) for name, count in totals.items() if count}}
        told_apart = (*records.unreadable, *unreadable, *_nobody(people, audit))
        answered.append(replace(records, counts=counts, unreadable=told_apart, warnings=_warnings(people, notices)))
    return answered


def _nobody(people: Relation, audit: Audit) -> tuple[Unreadable, ...]:
    """An empty register of people proves that nobody had to be told only if it is the register."""
    any_row = people.connection.execute(select(people.column("key")).select_from(people.table).limit(1)).first()
    if any_row is not None:
        return ()
    return (Unreadable(what=audit.noun("people"), why="the register is empty", remedy="map those who are registered"),)


def _warnings(people: Relation, notices: Relation) -> tuple[str, ...]:
    missing = ((people, "left_at", NOT_LEFT), (notices, "status", NO_BOUNCES))
    return tuple(text for relation, role, text in missing if not relation.has(role))
