"""The register of processing activities: what is declared for which purpose, and whether the policy declares it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.policy.obligations.use import DeclaredPurpose
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.blank import blank
from clausecheck.records.consent.ledger import in_bytes, vocabulary
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import Classes, scan
from clausecheck.records.together import Needed, together
from clausecheck.records.use.naming import purpose_named

ROLES = ("key", "purpose", "data_category", "starts_at", "ends_at", "basis")
Expression = ColumnElement[Any]


def declared_purposes(audit: Audit) -> list[str]:
    """The purposes that the policy declares, whichever clauses are audited."""
    return [one.purpose for one in audit.obligations if isinstance(one, DeclaredPurpose) and one.purpose]


def unmapped() -> CannotVerify:
    return CannotVerify(
        "the target maps no processing_activities, so nobody can tell which data were declared for which purpose",
        remedy="map the register of processing activities: purpose, category and the days on which each holds",
    )


def is_kept(register: Relation) -> None:
    """`CannotVerify` for an empty register, which would make a breach of every access."""
    if register.connection.execute(select(register.table.c[0]).where(register.in_scope()).limit(1)).first() is None:
        raise CannotVerify("the register of processing activities is empty", remedy="map the one that is kept")


def nameless(register: Relation) -> Expression:
    """Activities that do not tell their purpose or category."""
    return or_(*(vocabulary(register, role).is_(None) for role in ("purpose", "data_category")))


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The activities of one place; `found` has the class `undeclared`. They are asked of all purposes at once."""
    with together(audit, [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)]) as (register,):
        classes = _classes(register, audit)
        scanned = scan(register, register.table, [classes], neighbours=neighbours_of(register, audit))
        return [records_of(register, register.table, classes, scanned, 0, audit)] * len(asks)


def _classes(register: Relation, audit: Audit) -> Classes:
    purpose = in_bytes(vocabulary(register, "purpose"), register.dialect)
    undeclared = not_(word_is(purpose, declared_purposes(audit)))
    return Classes(
        excluded=_outside(register, audit),
        undecidable={
            **purpose_named(register),
            "names no known category": and_(not_(undeclared), _no_category(register)),
            **_dateless(register),
        },
        found={"undeclared": undeclared},
        judged={"undeclared_purpose": undeclared},
    )


def _no_category(register: Relation) -> Expression:
    return or_(blank(register, "data_category"), vocabulary(register, "data_category").is_(None))


def _outside(register: Relation, audit: Audit) -> dict[str, Expression]:
    """Over before the policy, or still to begin."""
    told = {}
    if register.has("ends_at"):
        told["before the policy's date"] = register.moment("ends_at").usably_before_day(audit.policy_date)
    if register.has("starts_at"):
        told["still to begin"] = register.moment("starts_at").usably_after(audit.as_of)
    return told


def _dateless(register: Relation) -> dict[str, Expression]:
    if not register.has("starts_at"):
        return {}
    return {"no usable first day": register.moment("starts_at").undecidable}
