"""The suppression list: an opt-out or a complaint carries no end (rigour 21)."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, and_, false, not_, true

from clausecheck.facts import Records
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent.suppression import ENDING, LAST_USABLE, LASTING, ROLES
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import Classes, is_true, scan
from clausecheck.records.together import Needed, together

NO_END = "no column is mapped as `until`: as far as the target tells, no entry of the list can end"


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The entries of one place; `found` has the class `ends`."""
    roles = ("key", *ROLES)
    with together(audit, [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=roles)]) as (entries,):
        classes = _classes(entries)
        scanned = scan(entries, entries.table, [classes], neighbours=neighbours_of(entries, audit))
        told = records_of(entries, entries.table, classes, scanned, 0, audit)
        warnings = () if entries.has("until") else (NO_END,)
        return [replace(told, warnings=warnings) for _ in asks]


def _classes(entries: Relation) -> Classes:
    """A bounce may end. Year 9999 is no end, and one that is no date decides nothing."""
    if not entries.has("until"):
        return Classes(found={"ends": false()})
    until = entries.moment("until")
    endless = is_true(until.after(LAST_USABLE))
    carries = and_(not_(until.absent), not_(endless))
    lasting, bounce = _reasons(entries)
    return Classes(
        undecidable={
            "an end of no known reason": and_(carries, not_(lasting), not_(bounce)),
            "an end that is no usable date": and_(carries, lasting, until.undecidable),
        },
        found={"ends": and_(carries, lasting)},
    )


def _reasons(entries: Relation) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether the entry lasts, and whether it is a bounce; without reasons every entry is an opt-out."""
    if not entries.has("reason"):
        return true(), false()
    reason = entries.word("reason")
    return word_is(reason, LASTING), word_is(reason, ENDING)
