"""The administrators of an application's own user table, with their second factor (rigour 31)."""

from typing import Any

from sqlalchemy import and_, case, not_, null, or_, select, true

from clausecheck.connectors.people import person_of
from clausecheck.facts import Administrator, Population, Unreadable
from clausecheck.records.answering import neighbours_of, statement_of
from clausecheck.records.asking import Audit
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import Classes, alone, offenders, scan
from clausecheck.records.together import Needed, together
from clausecheck.targets.model import Dataset, Place

ROLES = ("key", "status", "administrator", "mfa_enrolled", "mfa_enforced", "email")
_YES, _NO = "true", "false"
_SAID = {_YES: True, _NO: False}


def administrators(dataset: Dataset, place: Place, audit: Audit) -> Population[Administrator]:
    """Every active administrator of the table, by pseudonym. Users whose status or role cannot be told are unreadable.

    Raises `CannotVerify` where the table or a column is missing.
    """
    with together(audit, [Needed(dataset=dataset, place=place, roles=ROLES)]) as (users,):
        classes = _classes(users)
        scanned = scan(users, users.table, [classes], neighbours=neighbours_of(users, audit))
        tally = scanned.tallies[0]
        members = [_administrator(users, row) for row in users.connection.execute(_listed(users, classes))]
        unreadable = [
            Unreadable(
                what=f"{count:,} users", why=why, remedy="complete the user table, or map its words in `values:`"
            )
            for why, count in tally.undecidable.items()
            if count
        ]
        if scanned.uncovered:
            why = "no dataset's `where` covers them"
            unreadable.append(Unreadable(what=f"{scanned.uncovered:,} users", why=why, remedy="add a dataset"))
        return Population(
            noun="administrators",
            members=tuple(members),
            unreadable=tuple(unreadable),
            excluded=scanned.elsewhere,
            counts={"users": tally.rows, "disabled users": tally.excluded["disabled"]},
            where_to_look=_unprotected(users, classes),
        )


def _classes(users: Relation) -> Classes:
    status, administrator = users.word("status"), users.word("administrator")
    disabled, ordinary = word_is(status, ["disabled"]), word_is(administrator, [_NO])
    return Classes(
        excluded={"disabled": disabled, "no administrator": ordinary},
        undecidable={
            "their status is none of active and disabled": not_(word_is(status, ["active"])),
            "it cannot be told whether they administer": not_(word_is(administrator, [_YES])),
        },
        found={"administrators": true()},
    )


def _listed(users: Relation, classes: Classes) -> Any:
    enforced = _told(users, "mfa_enforced") if users.has("mfa_enforced") else null()
    address = users.column("email") if users.has("email") else null()
    columns = (users.column("key"), _told(users, "mfa_enrolled"), enforced, address)
    return (
        select(*columns)
        .select_from(users.table)
        .where(users.in_scope(), *(alone(*one) for one in classes.rows_of("administrators")))
        .order_by(users.column("key"))
    )


def _unprotected(users: Relation, classes: Classes) -> str:
    """The statement that lists the administrators who lack a second factor, or whom nothing makes use it."""
    roles = [role for role in ("mfa_enrolled", "mfa_enforced") if users.has(role)]
    lacking = or_(*(word_is(users.word(role), [_NO]) for role in roles))
    ((everybody, *others),) = classes.rows_of("administrators")
    return statement_of(users, offenders(users, users.table, [(and_(everybody, lacking), *others)], limit=None))


def _told(users: Relation, role: str) -> Any:
    word = users.word(role)
    return case((word_is(word, [_YES]), _YES), (word_is(word, [_NO]), _NO), else_=null())


def _administrator(users: Relation, row: Any) -> Administrator:
    key, enrolled, enforced, address = row
    enrolled, enforced = _SAID.get(enrolled), _SAID.get(enforced)
    untold = "" if None not in {enrolled, enforced} else _untold(users, enrolled)
    return Administrator(
        label=users.pseudonyms.of("administrator", key),
        reaches=f"the user table of {users.place.system}",
        mfa_enrolled=enrolled,
        mfa_enforced=enforced,
        untold=untold,
        person=person_of(address, users.pseudonyms),
    )


def _untold(users: Relation, enrolled: bool | None) -> str:
    if enrolled is None:
        return "whether a second factor is enrolled is not told"
    if not users.has("mfa_enforced"):
        return "no column tells whether the second factor is enforced"
    return "whether the second factor is enforced is not told"
