"""Gives an integer its text back where the schema wants text: `id: 6` is the clause "6"."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clausecheck.documents.document import Document
from clausecheck.documents.schemas import Part, Schemas


def conformed(document: Document, schema: Mapping[str, Any], schemas: Schemas) -> Document:
    """The document as this schema reads it; `schemas` are its siblings by file name.

    Only plain integers change, and only where every part of the schema that speaks of the value wants a string and
    none wants a number. Nothing is lost: `str()` of such an integer is exactly what was written.
    """
    return replace(document, data=_conform(document.data, [Part(schema, schema, schemas)]))


def _conform(value: Any, parts: list[Part]) -> Any:
    if not _holds_integer(value):  # most of a policy: nothing in it could change
        return value
    applying = [part for outer in parts for part in outer.applying(value)]
    if isinstance(value, dict):
        return {key: _conform(entry, [of for part in applying for of in part.of_entry(key)])
                for key, entry in value.items()}  # fmt: skip
    if isinstance(value, list):
        return [_conform(item, [of for part in applying for of in part.of_item(index)])
                for index, item in enumerate(value)]  # fmt: skip
    return str(value) if _is_text(applying, value) else value


def _holds_integer(value: Any) -> bool:
    if isinstance(value, dict | list):
        return any(map(_holds_integer, value.values() if isinstance(value, dict) else value))
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(parts: list[Part], value: int) -> bool:
    wanted: set[str] = set()
    for part in parts:
        named = part.schema.get("type", ())
        wanted.update([named] if isinstance(named, str) else named)
        words = [*part.schema.get("enum", ()), *([part.schema["const"]] if "const" in part.schema else ())]
        wanted.update("integer" if word == value else "string" for word in words if word in (value, str(value)))
    return "string" in wanted and wanted.isdisjoint({"integer", "number"})
