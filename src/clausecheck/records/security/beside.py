"""A judged place beside the register that speaks about its rows."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy.sql.selectable import FromClause

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records, Unreadable
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent.registers import in_full
from clausecheck.records.relation import Relation
from clausecheck.records.scan import Classes, scan
from clausecheck.records.together import Needed, together


@contextmanager
def beside(
    ask: Ask, roles: Sequence[str], register: str, its_roles: Sequence[str], audit: Audit
) -> Iterator[tuple[Relation, Relation]]:
    """The place asked about and the register, over one connection. `CannotVerify` where the target maps none."""
    found = audit.register(register)
    if found is None:
        noun = register.replace("_", " ")
        raise CannotVerify(
            f"the target maps no {register}, so {ask.dataset.name} cannot be held against it",
            remedy=f"map the table or view that holds the {noun}: `category: {register}`",
        )
    needed = [
        Needed(dataset=ask.dataset, place=ask.place, roles=tuple(roles)),
        Needed(dataset=found, place=found.original, roles=tuple(its_roles)),
    ]
    with together(audit, needed) as (judged, other):
        yield judged, other


def nameless(register: Relation, role: str, audit: Audit) -> tuple[Unreadable, ...]:
    """What of the register cannot be used: rows that do not say whom or what they are about, or that nobody covers."""
    return in_full(register, audit, register.identity(role).is_(None))


Sorting = Callable[[FromClause, Ask, str], tuple[FromClause, Classes]]
"""Joins what one ask needs to the source, as a subquery of that name, and sorts the rows."""


def in_one_scan(
    judged: Relation, asks: Sequence[Ask], sorting: Sorting, read: Sequence[Unreadable], audit: Audit
) -> list[Records]:
    """The facts for all asks, in their order; `read` is what of the register could not be used."""
    source: FromClause = judged.table
    classes = []
    for number, ask in enumerate(asks):
        source, one = sorting(source, ask, f"register_{number}")
        classes.append(one)
    scanned = scan(judged, source, classes, neighbours=neighbours_of(judged, audit))
    told = [records_of(judged, source, one, scanned, number, audit) for number, one in enumerate(classes)]
    return [replace(one, unreadable=(*one.unreadable, *read)) for one in told]
