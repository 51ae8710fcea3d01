"""The register of mechanisms: which kind each is, for what, and from when until when it carries a transfer.

Spans are days, `until` excluded. `since` and `until` say what is certain, `maybe_since` and `maybe_until` the most that
may be; a mechanism of which nobody can tell carries nothing for certain.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, not_, null, or_, select
from sqlalchemy.sql.selectable import CTE

from clausecheck.records.consent.ledger import in_bytes, vocabulary
from clausecheck.records.consent.suppression import LAST_USABLE
from clausecheck.records.in_force import day_at
from clausecheck.records.layers import layered
from clausecheck.records.moments import FIRST, NEVER
from clausecheck.records.moments.days import day_after
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.transfers.countries import HOME
from clausecheck.records.transfers.instruments import CLAUSES, FRAMEWORKS, Instrument

ROLES = ("key", "mechanism", "recipient", "country", "data_category", "valid_from", "valid_until", "clauses_version",
         "framework")  # fmt: skip
ADEQUACY, CERTIFICATION, CONTRACT, CONSENT = (
    "adequacy_decision", "certification", "standard_contractual_clauses", "explicit_consent",
)  # fmt: skip
KINDS = (CONTRACT, ADEQUACY, CERTIFICATION, CONSENT)
FIRST_DAY, NEVER_DAY = FIRST.date().isoformat(), NEVER.date().isoformat()
Expression = ColumnElement[Any]


def mechanisms(register: Relation, recipient: Expression) -> CTE:
    """(recipient, country, category, kind, area, since, until, maybe_since, maybe_until): one row an entry.

    An entry that names neither recipient nor country names no destination, and carries nothing.
    """
    said = layered(register, {"recipient__": recipient, **_said(register)}, "said")
    of: Any = said.table.c
    columns = {
        "recipient": of.recipient__,
        "country": of.country__,
        "category": of.category__,
        "kind": case((word_is(of.kind__, KINDS), of.kind__), else_=null()),
        "area": _of_instrument(said, "area", literal("", String())),
        **_spans(said),
    }
    chosen = select(*(column.label(name) for name, column in columns.items())).select_from(said.table)
    named = or_(of.recipient__.is_not(None), of.country__.is_not(None))
    # Named many times in one statement, and to be worked out once; no table is called so.
    return chosen.where(said.in_scope(), named).cte("mechanisms by day")


def _said(register: Relation) -> dict[str, Expression]:
    kind, country = register.word("mechanism"), word_or_null(register, "country")
    at_home = and_(word_is(kind, (ADEQUACY,)), or_(country.is_(None), country == HOME))
    framed = or_(word_is(kind, (CERTIFICATION,)), at_home)
    framework, version = _known(register, "framework", FRAMEWORKS), _known(register, "clauses_version", CLAUSES)
    begins = register.moment("valid_from")
    return {
        "kind__": kind,
        "country__": country,
        "category__": word_or_null(register, "data_category"),
        "framed__": case((framed, literal(1)), else_=literal(0)),
        # What it rests on besides itself: a framework, or a version of the clauses; "" where that is nothing.
        "basis__": case((framed, framework), (word_is(kind, (CONTRACT,)), version), else_=literal("", String())),
        "begins__": case((not_(begins.undecidable), begins.day), else_=null()),
        **_ends(register),
    }


def _known(register: Relation, role: str, instruments: Sequence[Instrument]) -> Expression:
    """The word of one of these, or NULL."""
    word = word_or_null(register, role)
    return case((word_is(word, [one.word for one in instruments]), word), else_=null())


def _ends(register: Relation) -> dict[str, Expression]:
    """(the first day on which it is over or NULL, whether it has no end, whether that cannot be told)."""
    if not register.has("valid_until"):
        nothing = cast(null(), day_at(register, FIRST_DAY).type)
        return {"over__": nothing, "endless__": literal(1), "end_untold__": literal(0)}
    ends = register.moment("valid_until")
    endless = or_(ends.absent, ends.after(LAST_USABLE))
    usable = not_(or_(endless, ends.undecidable))
    return {
        "over__": case((usable, day_after(ends.day, register.dialect)), else_=null()),
        "endless__": case((endless, literal(1)), else_=literal(0)),
        "end_untold__": case((or_(endless, usable), literal(0)), else_=literal(1)),
    }


def _of_instrument(said: Relation, term: str, otherwise: Expression) -> Expression:
    """A term of the framework or version that an entry rests on."""
    whens = []
    for one in (*FRAMEWORKS, *CLAUSES):
        value = getattr(one, term)
        if value:
            says = literal(value, String()) if isinstance(value, str) else day_at(said, value.isoformat())
            whens.append((said.table.c.basis__ == one.word, says))
    return case(*whens, else_=otherwise)


def _spans(said: Relation) -> dict[str, Expression]:
    of: Any = said.table.c
    first, never = day_at(said, FIRST_DAY), day_at(said, NEVER_DAY)
    since = _later(func.coalesce(of.begins__, first), _of_instrument(said, "begins", first))
    until = _earlier(func.coalesce(of.over__, never), _of_instrument(said, "ends", never))
    # A certification is renewed every year: of one without an end nobody looked whether it stands.
    looked_at = not_(and_(of.framed__ == 1, of.endless__ == 1))
    told = and_(
        word_is(of.kind__, KINDS), of.basis__.is_not(None), of.begins__.is_not(None), of.end_untold__ == 0, looked_at
    )
    return {
        "since": case((told, since), else_=never),
        "until": case((told, until), else_=never),
        "maybe_since": since,
        "maybe_until": until,
    }


def word_or_null(relation: Relation, role: str) -> Expression:
    """A role's word as bytes; NULL where nothing is mapped or said."""
    if not relation.has(role):
        return cast(null(), String(255))
    return in_bytes(vocabulary(relation, role), relation.dialect)


def _later(one: Expression, other: Expression) -> Expression:
    return case((other > one, other), else_=one)


def _earlier(one: Expression, other: Expression) -> Expression:
    return case((other < one, other), else_=one)


def kinds_of(kind: str) -> Sequence[str]:
    """The kinds of entries that carry a transfer: consent is every person's own, so that no entry can stand for it."""
    return (kind,) if kind else (CONTRACT, ADEQUACY, CERTIFICATION)
