"""From a scan's counts to the fact that a check judges: examples, what could not be read, where to look."""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from clausecheck.connectors.sql import hides_rows
from clausecheck.facts import Records, RowClass, Unreadable
from clausecheck.facts.listing import SIDE_BY_SIDE, remarked
from clausecheck.records.asking import Audit
from clausecheck.records.relation import Relation
from clausecheck.records.scan import Classes, Scan, offenders
from clausecheck.records.waived import waived
from clausecheck.records.written import written
from clausecheck.targets.model import Dataset


def neighbours_of(relation: Relation, audit: Audit) -> list[Dataset]:
    """The other datasets that lie in the same table of the same system."""
    return [
        dataset
        for dataset in audit.target.datasets
        if dataset is not relation.dataset and any(place.name == relation.place.name for place in dataset.places)
    ]


def records_of(
    relation: Relation, source: FromClause, classes: Classes, scanned: Scan, number: int, audit: Audit
) -> Records:
    """The fact for the `number`-th obligation of a scan. Examples are fetched only for classes that hold rows."""
    tally = scanned.tallies[number]
    return Records(
        noun=audit.noun(relation.dataset.category),
        examined=tally.examined,
        classes={name: _class(relation, source, classes, name, one, audit) for name, one in tally.found.items()},
        undecidable={name: count for name, count in tally.undecidable.items() if count},
        held=tally.held,
        excluded={**tally.excluded, **({"of other datasets": scanned.elsewhere} if scanned.elsewhere else {})},
        counts={name: count for name, count in tally.counts.items() if count},
        unreadable=_unreadable(relation, scanned),
        empty_is_an_answer=relation.dataset.may_be_empty,
        where_to_look=_where_to_look(relation, source, classes)
        if any(one.count for one in tally.found.values())
        else "",
    )


def _where_to_look(relation: Relation, source: FromClause, classes: Classes) -> str:
    return statement_of(relation, offenders(relation, source, classes.rows_of(*classes.found), limit=None))


def _class(
    relation: Relation, source: FromClause, classes: Classes, name: str, counted: RowClass, audit: Audit
) -> RowClass:
    if not counted.count:
        return counted
    return RowClass(
        count=counted.count,
        examples=counted.examples or _examples(relation, source, classes, name),
        waived=waived(relation, source, classes.rows_of(name), audit),
    )


def _examples(relation: Relation, source: FromClause, classes: Classes, name: str) -> tuple[str, ...]:
    keys = relation.connection.execute(offenders(relation, source, classes.rows_of(name))).scalars()
    return tuple(relation.label(key) for key in keys)


def _unreadable(relation: Relation, scanned: Scan) -> tuple[Unreadable, ...]:
    told = []
    if scanned.uncovered:
        why = "no dataset's `where` covers them"
        told.append(
            Unreadable(what=f"{scanned.uncovered:,} rows of {relation.place.name}", why=why, remedy="add a dataset")
        )
    for name, count in scanned.extra.items():
        if count:
            told.append(Unreadable(what=f"{count:,} {name}", why="they cannot be matched to a person or company"))
    stored = relation.table if relation.stored is None else relation.stored
    hidden = "" if relation.hashed else hides_rows(relation.connection, stored)
    if hidden:
        told.append(Unreadable(what=f"rows of {relation.place.name}", why=hidden, remedy="grant the role BYPASSRLS"))
    return tuple(told)


def statement_of(relation: Relation, statement: Select[Any]) -> str:
    """The statement, for the system's owner; it holds days and words, no personal value."""
    text = written(relation.connection, statement)
    return remarked(SIDE_BY_SIDE, text) if relation.hashed else text
