"""How many of the rows that a check finds are covered by each waiver: keys are compared as keyed hashes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.sql.selectable import FromClause

from clausecheck.records.asking import Audit
from clausecheck.records.digests import keyed_digest
from clausecheck.records.naming import Condition, alone
from clausecheck.records.relation import RECORD, Relation, as_text


def waived(
    relation: Relation, source: FromClause, groups: Sequence[tuple[Condition, ...]], audit: Audit
) -> Mapping[str, int]:
    """The number of rows of any group, by the waiver that names their key; those that name none left out.

    Nothing is asked where no waiver names records of this dataset.
    """
    waivers = [one for one in audit.waivers if one.dataset == relation.dataset.name and one.digests]
    if not waivers:
        return {}
    digest = _digest(relation)
    counts = [func.count(case((digest.in_(sorted(one.digests)), 1))) for one in waivers]
    offending = or_(*(alone(*group) for group in groups))
    chosen = select(*counts).select_from(source).where(offending, relation.in_scope())
    row = relation.connection.execute(chosen).one()
    return {one.id: count for one, count in zip(waivers, row, strict=True) if count}


def _digest(relation: Relation) -> ColumnElement[str]:
    key = relation.column("key") if relation.has("key") else relation.column("subject")
    if relation.hashed:
        return key
    return keyed_digest(as_text(key, relation.dialect), relation.connection, relation.pseudonyms, RECORD)
