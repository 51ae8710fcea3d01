"""The clauses of one section file, their obligations typed where a check reads them."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, get_type_hints

from clausecheck.documents import Document
from clausecheck.errors import Problem
from clausecheck.model import Basis, Clause, Obligation, Severity
from clausecheck.periods import Period
from clausecheck.policy.obligations import OBLIGATIONS

_SHARED = ("kind", "basis", "source", "approved_by")


def clauses_of(
    document: Document,
    crosswalk: Mapping[str, Mapping[str, list[str]]],
    schemas: Mapping[str, Mapping[str, Any]],
    found: list[Problem],
) -> Iterator[Clause]:
    """Each clause of a section file that its schema accepted. What is still wrong goes into `found`."""
    for index, entry in enumerate(document.data["clauses"]):
        at = ("clauses", index, "obligations")
        obligations = [_obligation(document, (*at, number), terms, schemas, found)
                       for number, terms in enumerate(entry.get("obligations", ()))]  # fmt: skip
        yield Clause(
            id=entry["id"],
            title=entry["title"],
            promise=entry["promise"],
            severity=Severity(entry["severity"]),
            owner=entry["owner"],
            obligations=tuple(obligation for obligation in obligations if obligation),
            informative=entry.get("informative", ""),
            crosswalk={name: tuple(of) for name, of in crosswalk.get(entry["id"], {}).items()},
            file=document.file,
            line=document.line("clauses", index),
        )


def _obligation(
    document: Document,
    path: tuple[str | int, ...],
    entry: Mapping[str, Any],
    schemas: Mapping[str, Mapping[str, Any]],
    found: list[Problem],
) -> Obligation | None:
    kind = entry["kind"]
    periods = _period_terms(kind, schemas)
    terms: dict[str, Any] = {}
    before = len(found)
    for name, value in entry.items():
        if name not in _SHARED:
            try:
                period = Period.parse(value) if name in periods else None
            except ValueError as error:
                found.append(document.problem(str(error), *path, name, at_value=True))
                continue
            terms[name] = period if period and name in _typed(kind) else value
    if missing := [name for name in _needed(kind) if name not in entry]:
        found.append(document.problem(f"lacks the key {missing[0]!r}", *path))
    if len(found) > before:
        return None
    own = {name: _frozen(terms.pop(name)) for name in _typed(kind) if name in terms}
    return OBLIGATIONS.get(kind, Obligation)(
        kind=kind,
        basis=Basis(entry["basis"]),
        source=entry.get("source", ""),
        approved_by=entry.get("approved_by", ""),
        terms=terms,
        file=document.file,
        line=document.line(*path),
        **own,
    )


@cache
def _typed(kind: str) -> Mapping[str, Any]:
    """The terms that are fields of this kind's class, with their types."""
    if kind not in OBLIGATIONS:
        return {}
    hints = get_type_hints(OBLIGATIONS[kind])
    shared = {field.name for field in fields(Obligation)}
    return {field.name: hints[field.name] for field in fields(OBLIGATIONS[kind]) if field.name not in shared}


def _needed(kind: str) -> list[str]:
    """Those of them that have to be there."""
    defaults = {field.name: field.default for field in fields(OBLIGATIONS.get(kind, Obligation))}
    return [name for name in _typed(kind) if defaults[name] is MISSING]


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _period_terms(kind: str, schemas: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The terms of a kind that are periods: by its class, or by the schema's `$ref` to `period`."""
    kinds = schemas.get("obligations.schema.json", {}).get("$defs", {}).get("kinds", {})
    entries = kinds.get(kind, {}).get("properties", {})
    by_schema = {name for name, entry in entries.items() if str(entry.get("$ref", "")).endswith("/period")}
    return by_schema | {name for name, hint in _typed(kind).items() if hint is Period}
