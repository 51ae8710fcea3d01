"""Which single records may stay although their person was erased: with a ground, and until a day (rigour 28)."""

from typing import Any

from sqlalchemy import ColumnElement, and_, literal, not_, select
from sqlalchemy.sql.selectable import FromClause

from clausecheck.records.asking import Audit
from clausecheck.records.blank import blank
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.relation import Relation, word_is

ROLES = ("data_category", "record", "ground", "expires_at", "reduced")
Expression = ColumnElement[Any]


def excepted(
    data: Relation, source: FromClause, exceptions: Relation | None, audit: Audit
) -> tuple[FromClause, Expression | None]:
    """Join the exceptions that count for this category, a row a record, and tell whether a record has one."""
    if exceptions is None:
        return source, None
    key, record = comparable((data, "key"), (exceptions, "record"))
    chosen = select(record.label("record")).select_from(exceptions.table)
    counting = chosen.where(exceptions.in_scope(), record.is_not(None), *_counts(data, exceptions, audit))
    known = counting.group_by(record).subquery("excepted")
    return source.outerjoin(known, known.c.record == key), known.c.record.is_not(None)


def _counts(data: Relation, exceptions: Relation, audit: Audit) -> list[Expression]:
    """For this category, on a ground that is written down, not expired, and reduced where the register tells."""
    expires, today = exceptions.moment("expires_at"), exceptions.zones.day_of(audit.as_of)
    told = [
        exceptions.word("data_category") == literal(data.dataset.category),
        not_(blank(exceptions, "ground")),
        not_(expires.undecidable),
        not_(expires.before_day(today)),
    ]
    if exceptions.has("reduced"):
        told.append(word_is(exceptions.word("reduced"), ["true"]))
    return [and_(*told)]
