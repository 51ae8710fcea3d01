"""Stored credentials, classified by their format where they lie: none is read out (clause 1.1.f)."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, and_, func, not_

from clausecheck.facts import Records
from clausecheck.policy.obligations.collection import CredentialHashing
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.collection import hash_formats
from clausecheck.records.relation import Relation
from clausecheck.records.scan import Classes, scan
from clausecheck.records.together import Needed, together

ROLES = ("key", "password_hash")
Condition = ColumnElement[bool]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The credentials of one place; `found` has the class `weak`."""
    with together(audit, [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)]) as (stored,):
        classes = [_classes(stored, cast("CredentialHashing", ask.obligation)) for ask in asks]
        scanned = scan(stored, stored.table, classes, neighbours=neighbours_of(stored, audit))
        return [records_of(stored, stored.table, one, scanned, number, audit) for number, one in enumerate(classes)]


def _classes(stored: Relation, obligation: CredentialHashing) -> Classes:
    value = stored.identity("password_hash")
    usable = and_(value.is_not(None), not_(value.regexp_match(hash_formats.UNUSABLE)))
    known = value.regexp_match(hash_formats.known(obligation.algorithms))
    strong = value.regexp_match(hash_formats.strong(obligation))
    fast = value.regexp_match(hash_formats.FAST)
    reversible = value.regexp_match(hash_formats.REVERSIBLE)
    other = not_(known | fast | reversible)
    plain = and_(other, value != "", func.length(value) < hash_formats.SHORTEST)
    weak = {
        "too_cheap": and_(known, not_(strong)),
        "fast_or_unsalted": and_(not_(known), fast),
        "reversible": and_(not_(known), not_(fast), reversible),
        "plain_text": plain,
    }
    return Classes(
        excluded={"without a password": value.is_(None), "locked": value.regexp_match(hash_formats.UNUSABLE)},
        undecidable={"empty": value == "", "of a format that does not say its scheme": and_(other, not_(plain))},
        found={"weak": weak["too_cheap"] | weak["fast_or_unsalted"] | weak["reversible"] | plain},
        counts={name: and_(usable, condition) for name, condition in weak.items()},
    )
