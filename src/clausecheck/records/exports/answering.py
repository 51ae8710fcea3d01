"""One scan of the register of exports, beside what was delivered and what the datasets hold."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, String, and_, func, not_, or_, select, true
from sqlalchemy import cast as sql_cast
from sqlalchemy.sql.selectable import Subquery

from clausecheck.connectors.sql import hides_rows
from clausecheck.errors import CannotVerify
from clausecheck.facts import Records, Unreadable
from clausecheck.policy.obligations.rights import CompleteExport
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.exports import leaks
from clausecheck.records.exports.holdings import COUNTS, compared, holdings, unmatched
from clausecheck.records.layers import layered
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, is_true, scan
from clausecheck.records.together import Among, Needed, together
from clausecheck.targets.model import Dataset
from clausecheck.targets.registers import WORDS

ROLES = ("key", "subject", "created_at", "format", "records")
DELIVERED = ("export", "dataset", "record", "subject")
MACHINE_READABLE = ("json", "jsonl", "csv", "xml", "parquet")
Condition = ColumnElement[bool]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The exports of one place for each ask, or the delivered rows; `found` has the class `faulty`."""
    if asks[0].dataset.category == leaks.CATEGORY:
        return leaks.answer(asks, audit)
    delivered = audit.register(leaks.CATEGORY)
    if delivered is None:
        raise CannotVerify(
            "the target maps no export_records, so that nobody can look into what was delivered",
            remedy="keep the delivered files and map them: the export, dataset and key of each record",
        )
    told = _told(asks, delivered, audit, narrowed=True) or _told(asks, delivered, audit, narrowed=False)
    return told or []


def _told(asks: Sequence[Ask], delivered: Dataset, audit: Audit, *, narrowed: bool) -> list[Records] | None:
    """Where systems are brought side by side, `narrowed` brings only the records of the people of the exports. None
    where something was delivered that is not among these: whose it is, if anybody's, only the whole datasets tell.
    """
    held = holdings(audit.target)
    register = Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)
    theirs = Among(role="subject", others=register, other_role="subject") if narrowed else None
    needed = [
        register,
        Needed(dataset=delivered, place=delivered.original, roles=DELIVERED),
        *(replace(one.needed, among=theirs) for one in held),
    ]
    with together(audit, needed) as (exports, rows, *others):
        found = compared(exports, rows, list(zip(held, others, strict=True)), audit)
        if narrowed and exports.hashed and _any_unplaced(exports, found):
            return None
        source = exports.table.outerjoin(found, found.c.export == exports.identity("key"))
        counts = {f"__{name}": func.coalesce(found.c[name], 0) for name in (*COUNTS, "unknown", "rows")}
        beside = layered(exports, counts, "beside", source)
        classes = [_classes(beside, cast("CompleteExport", ask.obligation), audit) for ask in asks]
        scanned = scan(beside, beside.table, classes, neighbours=neighbours_of(exports, audit))
        unreadable = (*unmatched(audit.target), *_hidden([rows, *others]))
        return [
            replace(told, unreadable=(*told.unreadable, *unreadable))
            for number, one in enumerate(classes)
            for told in [records_of(beside, beside.table, one, scanned, number, audit)]
        ]


def _any_unplaced(exports: Relation, found: Subquery) -> bool:
    return bool(exports.connection.execute(select(func.sum(found.c.unplaced))).scalar())


def _hidden(relations: Sequence[Relation]) -> list[Unreadable]:
    told = [(one.place.name, "" if one.hashed else hides_rows(one.connection, one.table)) for one in relations]
    return [Unreadable(what=f"rows of {name}", why=why, remedy="grant the role BYPASSRLS") for name, why in told if why]


def _classes(exports: Relation, obligation: CompleteExport, audit: Audit) -> Classes:
    faults, doubts = _QUALITIES[obligation.quality](exports)
    excluded, undecidable = past(exports.moment("created_at"), audit)
    faulty = or_(*(is_true(one) for one in faults.values()))
    undecidable |= {"names no person": exports.column("subject").is_(None)}
    undecidable |= {why: and_(not_(faulty), doubt) for why, doubt in doubts.items()}
    sure = and_(true(), *(not_(is_true(one)) for one in (*excluded.values(), *undecidable.values())))
    return Classes(
        excluded=excluded,
        undecidable=undecidable,
        found={"faulty": faulty},
        counts={name: and_(sure, one) for name, one in faults.items()},
    )


Judged = tuple[dict[str, Condition], dict[str, Condition]]


def _complete(exports: Relation) -> Judged:
    missing, undated, foreign, gone, unknown = (
        exports.table.c[f"__{name}"] for name in ("missing", "undated", "foreign", "gone", "unknown")
    )
    faults = {"with_records_missing": missing > 0, "with_records_of_others": foreign > 0}
    doubts = {
        "lacks records of unknown age": undated > 0,
        "holds records that no dataset has any more": gone > 0,
        "holds records of no mapped dataset": unknown > 0,
    }
    return faults, doubts


def _machine_readable(exports: Relation) -> Judged:
    word, rows = exports.word("format"), exports.table.c["__rows"]
    known = WORDS["exports"]["format"]
    faults = {"in_no_machine_readable_format": and_(word_is(word, known), not_(word_is(word, MACHINE_READABLE)))}
    doubts = {"of no known format": not_(word_is(word, known))}
    if exports.has("records"):
        said = exports.identity("records")
        faults["that_do_not_read_back"] = and_(_is_number(said), said != sql_cast(rows, String))
        doubts["does not tell how many records it has"] = not_(is_true(_is_number(said)))
    else:
        doubts["nothing of it reads back"] = rows == 0
    return faults, doubts


def _is_number(said: ColumnElement[Any]) -> Condition:
    """Digits and nothing else: numbers travel as text between systems."""
    rest: ColumnElement[Any] = said
    for digit in "0123456789":
        rest = func.replace(rest, digit, "")
    return and_(said != "", rest == "")


def _transferable(exports: Relation) -> Judged:
    """Readable by a machine, each row naming its dataset and record, and no provided or observed record missing."""
    faults, doubts = _machine_readable(exports)
    faults["with_records_missing"] = exports.table.c["__lacking"] > 0
    doubts["holds records of no mapped dataset"] = exports.table.c["__unknown"] > 0
    doubts["lacks records of unknown age"] = exports.table.c["__undated"] > 0
    return faults, doubts


_QUALITIES = {"complete": _complete, "machine_readable": _machine_readable, "transferable": _transferable}
