"""One scan of the register, joined with every place that holds a corrected field."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, false, func, literal, not_, null, or_, select, true
from sqlalchemy.sql.selectable import FromClause

from clausecheck.facts import Records, Unreadable
from clausecheck.policy.obligations.rights import Correction
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.corrections.stores import Store, compared, hidden, nameless, stores_of
from clausecheck.records.layers import layered
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, is_true, scan
from clausecheck.records.together import Needed, together
from clausecheck.targets.registers import WORDS

ROLES = ("key", "subject", "field", "of", "requested_at", "status", "old_value", "new_value")
EVERYTHING = "personal_information"
Condition = ColumnElement[bool]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The corrections of one place for each ask; `found` has the class `unreached`.

    Values are compared in the database, or as keyed hashes where several are read; none of them is handed out.
    """
    register = Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)
    fields = _fields(register, audit)
    stores = stores_of(fields, audit.target)
    with together(audit, [register, *(store.needed for store in stores)]) as (corrections, *others):
        held = [pair for pair in zip(stores, others, strict=True) if _is_there(*pair)]
        unreadable = (*nameless(fields, audit.target), *_hidden(held))
        answered = _answered(asks, corrections, held, audit)
        return [replace(one, unreadable=(*one.unreadable, *unreadable)) for one in answered]


def _fields(register: Needed, audit: Audit) -> list[str]:
    """The fields that the register names: words such as `email`, no values."""
    with together(audit, [register]) as (corrections,):
        word = corrections.word("field").label("word")
        named = select(word).select_from(corrections.table).where(corrections.in_scope()).distinct()
        told = corrections.connection.execute(named).scalars()
        return sorted({one.decode() if isinstance(one, bytes) else str(one) for one in told if one is not None})


def _is_there(store: Store, relation: Relation) -> bool:
    """A copy may leave out a column that its original has; an original may not."""
    return not (store.place.is_copy and relation.place.roles.get("value", "") not in relation.table.c)


def _hidden(held: Sequence[tuple[Store, Relation]]) -> list[Unreadable]:
    told = [(store.place.name, hidden(relation)) for store, relation in held]
    return [Unreadable(what=f"rows of {name}", why=why, remedy="grant the role BYPASSRLS") for name, why in told if why]


def _answered(
    asks: Sequence[Ask], corrections: Relation, held: Sequence[tuple[Store, Relation]], audit: Audit
) -> list[Records]:
    found = compared(corrections, held)
    source: FromClause = corrections.table
    counted: dict[str, Any] = {name: literal(0) for name in ("__stale", "__other", "__held")}
    if found is not None:
        source = source.outerjoin(found, found.c.key == corrections.identity("key"))
        counted = {name: func.coalesce(found.c[name.removeprefix("__")], 0) for name in counted}
    rows = layered(corrections, counted | {"__latest": _latest(corrections, audit)}, "corrected", source)
    classes = [_classes(rows, cast("Correction", ask.obligation), audit) for ask in asks]
    scanned = scan(rows, rows.table, classes, neighbours=neighbours_of(corrections, audit))
    return [records_of(rows, rows.table, one, scanned, number, audit) for number, one in enumerate(classes)]


def _latest(corrections: Relation, audit: Audit) -> ColumnElement[Any]:
    """The moment of the last correction of that field of that person by now: earlier ones say nothing any more."""
    asked = corrections.moment("requested_at")
    usable = and_(not_(asked.undecidable), not_(asked.after(audit.as_of)), not_(_refused(corrections)))
    whose = [corrections.identity("subject"), corrections.word("field")]
    return func.max(case((usable, asked.instant), else_=null())).over(partition_by=whose)


def _refused(corrections: Relation) -> Condition:
    return word_is(corrections.word("status"), ["refused"]) if corrections.has("status") else false()


def _classes(rows: Relation, obligation: Correction, audit: Audit) -> Classes:
    """`unreached` counts each correction once, however many records still hold the old value."""
    asked = rows.moment("requested_at")
    stale, other, held = (rows.table.c[name] for name in ("__stale", "__other", "__held"))
    due = asked.before_day(obligation.reaches_stores_within.cut_off(rows.zones.day_of(audit.as_of)))
    mine, unknown = _of(rows, obligation)
    excluded, undecidable = past(asked, audit)
    superseded = is_true(asked.instant < rows.table.c["__latest"])
    excluded |= {"replaced by a later correction": superseded, "refused": _refused(rows)}
    unreached = and_(mine, due, stale > 0)
    doubts = {
        "names no person": rows.column("subject").is_(None),
        "of no known kind": unknown,
        "of no known status": _unknown_status(rows),
        "no record of the person holds that field": and_(due, held == 0),
        "records hold neither the old nor the corrected value": and_(due, stale == 0, other > 0),
    }
    undecidable = {why: and_(mine, doubt) for why, doubt in (undecidable | doubts).items()}
    sure = and_(mine, *(not_(one) for one in (*excluded.values(), *undecidable.values())))
    counts = {"of_this_kind": true(), "not_yet_due": not_(due)}
    return Classes(
        excluded=excluded,
        undecidable=undecidable,
        found={"unreached": unreached},
        counts={name: and_(sure, one) for name, one in counts.items()},
    )


def _of(rows: Relation, obligation: Correction) -> tuple[Condition, Condition]:
    """Whether a correction is of the obligation's kind, and whether nobody can tell. Personal information is all."""
    if obligation.of == EVERYTHING:
        return true(), false()
    word = rows.word("of")
    unknown = not_(word_is(word, WORDS["corrections"]["of"]))
    return or_(word_is(word, [obligation.of]), unknown), unknown


def _unknown_status(rows: Relation) -> Condition:
    if not rows.has("status"):
        return false()
    return not_(word_is(rows.word("status"), WORDS["corrections"]["status"]))
