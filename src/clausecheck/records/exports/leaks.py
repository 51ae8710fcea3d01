"""What was delivered, row by row: nothing of a column that never leaves, and valid against its schema (rigour 27)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, false, not_, or_, types

from clausecheck.facts import Records, RowClass, Unreadable
from clausecheck.policy.obligations.rights import CompleteExport
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.exports.valid import invalid
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import Classes, scan
from clausecheck.records.together import Needed, together
from clausecheck.targets.model import Place

CATEGORY = "export_records"
_PLAIN = (types.String, types.Integer, types.Numeric, types.Boolean, types.Date, types.DateTime, types.Time)


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The delivered rows of one place. `faulty` are those with a value of a column marked `never_export`, where the
    copy has to be complete; where machines have to read it, those that are not valid against the dataset's schema.
    """
    dataset, place = asks[0].dataset, _keyed(asks[0].place)
    with together(audit, [Needed(dataset=dataset, place=place, roles=("key", "dataset"))]) as (rows,):
        leaking = _classes(rows, audit)
        classes = [leaking if _is_complete(ask) else Classes(found={"faulty": false()}) for ask in asks]
        scanned = scan(rows, rows.table, classes, neighbours=neighbours_of(rows, audit))
        nested = tuple(_nested(rows, audit))
        told = [records_of(rows, rows.table, one, scanned, number, audit) for number, one in enumerate(classes)]
    told = [replace(one, unreadable=(*one.unreadable, *nested)) for one in told]
    if all(_is_complete(ask) for ask in asks):
        return told
    found = invalid(rows, audit)
    return [one if _is_complete(ask) else _validated(one, found, rows) for one, ask in zip(told, asks, strict=True)]


def _is_complete(ask: Ask) -> bool:
    return cast("CompleteExport", ask.obligation).quality == "complete"


def _validated(told: Records, found: RowClass, rows: Relation) -> Records:
    return replace(
        told,
        classes={"faulty": found},
        counts={"not_valid_against_their_schema": found.count} if found.count else {},
        where_to_look=f"-- hold each row of {rows.place.name} against the record_schema of {rows.dataset.name}",
    )


def _keyed(place: Place) -> Place:
    """Rows without a key of their own are told by their export's."""
    return replace(place, roles={"key": place.roles["export"], **place.roles})


def _classes(rows: Relation, audit: Audit) -> Classes:
    word = rows.word("dataset")
    known = [dataset.name for dataset in audit.target.datasets]
    marked = [(one.name, column) for one in audit.target.datasets for column in one.never_export]
    leaked = [
        and_(word_is(word, [name]), found.is_not(None)) for name, column in marked for found in _named(rows, column)
    ]
    return Classes(
        found={"faulty": or_(false(), *leaked)},
        undecidable={"of no mapped dataset": not_(word_is(word, known))},
        counts={"with_what_never_leaves": or_(false(), *leaked)},
    )


def _named(rows: Relation, column: str) -> list[ColumnElement[Any]]:
    """The delivered columns of this name, however a file spells it."""
    return [one for one in rows.table.c if one.name.lower() == column.lower()]


def _nested(rows: Relation, audit: Audit) -> list[Unreadable]:
    """Columns whose values hold further fields: nobody looks into them."""
    if rows.dialect == "sqlite" or not any(dataset.never_export for dataset in audit.target.datasets):
        return []
    why, remedy = "its values hold fields of their own", "map a view that has a column for each field"
    nested = [one.name for one in rows.table.c if not isinstance(one.type, _PLAIN)]
    return [Unreadable(what=f"column {name} of {rows.place.name}", why=why, remedy=remedy) for name in nested]
