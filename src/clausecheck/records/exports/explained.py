"""One scan of the register of exports, beside what was delivered and what was said of it (GDPR Art. 15(1))."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, and_, case, false, func, literal, not_, or_, select, true
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.blank import blank
from clausecheck.records.consent.registers import in_full
from clausecheck.records.layers import layered
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, is_true, scan
from clausecheck.records.together import Needed, registers, together
from clausecheck.targets.registers import WORDS

ROLES = ("key", "created_at", "request")
REGISTERS: Final = {
    "export_records": ("export", "dataset"),
    "export_explanations": ("export", "dataset", "purposes", "recipients", "kept_for"),
}
REQUEST = ("key", "right")
_ABOUT = ("export", "dataset")
_SAID: Final = {"purposes": "purposes", "recipients": "recipients", "kept_for": "periods"}
"""The roles of an explanation, and what is missing where one is blank."""
_OTHERS: Final = tuple(one for one in WORDS["requests"]["right"] if one != "access")
Expression = ColumnElement[Any]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The exports of one place; `found` has the class `unexplained`. `CannotVerify` without either register."""
    needed, missing = registers(audit, REGISTERS)
    if missing:
        raise CannotVerify(
            f"the target maps no {' and no '.join(missing)}, so nobody can tell what an answer said of the data in it",
            remedy="keep with each answer what it said of each dataset, and map it: purposes, recipients and periods",
        )
    judged = Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)
    requests = audit.register("requests") if "request" in judged.place.roles else None
    if requests is not None:
        needed.append(Needed(dataset=requests, place=requests.original, roles=REQUEST))
    with together(audit, [judged, *needed]) as (exports, delivered, explanations, *requested):
        unread = [
            *in_full(delivered, audit, delivered.column("export").is_(None)),
            *in_full(explanations, audit, or_(*(explanations.column(role).is_(None) for role in _ABOUT))),
            *(one for register in requested for one in in_full(register, audit, false())),
        ]
        told = _answered(exports, delivered, explanations, requested, audit)
        return [replace(told, unreadable=(*told.unreadable, *unread))] * len(asks)


def _answered(
    exports: Relation, delivered: Relation, explanations: Relation, requested: Sequence[Relation], audit: Audit
) -> Records:
    said = _said(delivered, explanations)
    source: FromClause = exports.table.outerjoin(said, said.c.export == exports.identity("key"))
    counts: dict[str, Expression] = {
        f"__{name}": func.coalesce(said.c[name], 0) for name in ("rows", "nameless", *_SAID)
    }
    counts["__other"] = literal(0, Integer())
    for requests in requested:
        asked = _asked(requests)
        source = source.outerjoin(asked, asked.c.request == exports.identity("request"))
        counts["__other"] = func.coalesce(asked.c.other, 0)
    beside = layered(exports, counts, "beside", source)
    classes = _classes(beside, audit)
    scanned = scan(beside, beside.table, [classes], neighbours=neighbours_of(exports, audit))
    return records_of(beside, beside.table, classes, scanned, 0, audit)


def _classes(exports: Relation, audit: Audit) -> Classes:
    counted = exports.table.c
    faults = {f"without_{noun}": counted[f"__{role}"] > 0 for role, noun in _SAID.items()}
    unexplained = or_(*faults.values())
    later, undecidable = past(exports.moment("created_at"), audit)
    excluded = {**later, "for requests of another right": counted["__other"] == 1}
    doubts = {
        "nothing of it reads back": counted["__rows"] == 0,
        "holds records of no mapped dataset": counted["__nameless"] > 0,
    }
    undecidable |= {why: and_(not_(unexplained), doubt) for why, doubt in doubts.items()}
    sure = and_(true(), *(not_(is_true(one)) for one in (*excluded.values(), *undecidable.values())))
    return Classes(
        excluded=excluded,
        undecidable=undecidable,
        found={"unexplained": unexplained},
        counts={name: and_(sure, one) for name, one in faults.items()},
    )


def _said(delivered: Relation, explanations: Relation) -> Subquery:
    """(export, rows, nameless, purposes, recipients, kept_for): how many datasets of each export are in it, how many of
    them without a name, and of how many it does not say each of the three.
    """
    export, dataset = delivered.identity("export"), delivered.word("dataset")
    chosen = select(export.label("export"), dataset.label("dataset")).distinct().select_from(delivered.table)
    parts = chosen.where(delivered.in_scope(), export.is_not(None)).subquery("parts")
    told = _told(explanations)
    joined = parts.outerjoin(told, and_(told.c.export == parts.c.export, told.c.dataset == parts.c.dataset))
    named = parts.c.dataset.is_not(None)
    columns = {
        "rows": true(),
        "nameless": not_(named),
        **{role: and_(named, func.coalesce(told.c[role], 0) == 0) for role in _SAID},
    }
    sums = [func.sum(case((one, 1), else_=0)).label(name) for name, one in columns.items()]
    return select(parts.c.export, *sums).select_from(joined).group_by(parts.c.export).subquery("said")


def _told(explanations: Relation) -> Subquery:
    """(export, dataset, purposes, recipients, kept_for): 1 where any explanation of that part says it; one row each."""
    export, dataset = explanations.identity("export"), explanations.word("dataset")
    said = [func.max(case((blank(explanations, role), 0), else_=1)).label(role) for role in _SAID]
    chosen = select(export.label("export"), dataset.label("dataset"), *said).select_from(explanations.table)
    return chosen.where(explanations.in_scope()).group_by(export, dataset).subquery("told")


def _asked(requests: Relation) -> Subquery:
    """(request, other): 1 where every request of that key is surely for another right than access; one row a key."""
    key, other = requests.identity("key"), case((word_is(requests.word("right"), _OTHERS), 1), else_=0)
    chosen = select(key.label("request"), func.min(other).label("other")).select_from(requests.table)
    return chosen.where(requests.in_scope(), key.is_not(None)).group_by(key).subquery("asked")
