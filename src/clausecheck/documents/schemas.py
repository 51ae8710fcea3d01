"""JSON Schemas by file name, and which of their parts apply to a value.

A `$ref` is a pointer into the same file, or the name of a sibling file with or without one; whatever stands before
the last slash of its address is ignored, so that nothing is ever fetched. `anchor` and `dynamicRef` are not used.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from clausecheck.errors import InputError, Problem

Schemas = Mapping[str, Mapping[str, Any]]


@cache
def load_schemas(folder: Path) -> Schemas:
    """Every `*.json` file of a folder by its name. `InputError` where one is no JSON object."""
    found = {path.name: _schema(path) for path in sorted(folder.glob("*.json"))}
    if not found:
        raise InputError([Problem(message="holds no JSON Schema (*.json)", file=str(folder))])
    return MappingProxyType(found)


def _schema(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        problem = Problem(message=f"is not JSON: {error.msg}", file=str(path), line=error.lineno, column=error.colno)
        raise InputError([problem]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError([Problem(message=f"cannot be read ({type(error).__name__})", file=str(path))]) from None
    if not isinstance(content, dict):
        raise InputError([Problem(message="is no JSON Schema: an object is wanted", file=str(path))])
    return content


@dataclass(frozen=True)
class Part:
    """A part of a schema, with the file that its `$ref`s start from."""

    schema: Mapping[str, Any]
    root: Mapping[str, Any]
    schemas: Schemas

    def inner(self, schema: object) -> "Part":
        """A subschema of the same file; `true` and `false` say nothing about values."""
        return Part(schema if isinstance(schema, Mapping) else {}, self.root, self.schemas)

    def followed(self, ref: str) -> "Part":
        """What a `$ref` points to; `KeyError` where there is no such file or entry."""
        address, _, pointer = ref.partition("#")
        root = self.schemas[address.rpartition("/")[2]] if address else self.root
        found: Any = root
        for step in pointer.strip("/").split("/") if pointer.strip("/") else ():
            found = found[step.replace("~1", "/").replace("~0", "~")]
        return Part(found, root, self.schemas)

    def applying(self, value: object) -> Iterator["Part"]:
        """This part and every one that it brings in for the same value; of alternatives, those that fit its kind."""
        yield self
        if ref := self.schema.get("$ref"):
            yield from self.followed(ref).applying(value)
        for part in self.schema.get("allOf", ()):
            yield from self.inner(part).applying(value)
        for word in ("oneOf", "anyOf"):
            parts = [self.inner(part) for part in self.schema.get(word, ())]
            for part in [part for part in parts if part.fits(value)] or parts:
                yield from part.applying(value)
        if "if" in self.schema:
            chosen = "then" if self.inner(self.schema["if"]).holds(value) else "else"
            yield from self.inner(self.schema.get(chosen)).applying(value)

    def fits(self, value: object) -> bool:
        """Whether the value is of this part's type, and has its words in constant entries such as `kind`."""
        if not _is_of(value, self.schema):
            return False
        named = [self.followed(self.schema["$ref"])] if "$ref" in self.schema else []
        if not all(part.fits(value) for part in (*named, *map(self.inner, self.schema.get("allOf", ())))):
            return False
        entries = self.schema.get("properties", {})
        return all(_may_be(found, entries.get(key)) for key, found in _entries(value) if key in entries)

    def holds(self, value: object) -> bool:
        """Whether a condition (`if`) made of constant entries and required keys is met."""
        keys = value if isinstance(value, Mapping) else ()
        return self.fits(value) and all(key in keys for key in self.schema.get("required", ()))

    def of_entry(self, key: str) -> Iterator["Part"]:
        """What this part says of a mapping's entry."""
        patterns = self.schema.get("patternProperties", {})
        found = [schema for pattern, schema in patterns.items() if re.search(pattern, key)]
        if key in self.schema.get("properties", {}):
            found.append(self.schema["properties"][key])
        rest = [self.schema[word] for word in ("additionalProperties", "unevaluatedProperties") if word in self.schema]
        return (self.inner(schema) for schema in found or rest)

    def of_item(self, index: int) -> Iterator["Part"]:
        """What this part says of a list's item."""
        first = self.schema.get("prefixItems", ())
        found = first[index] if index < len(first) else self.schema.get("items", {})
        return iter((self.inner(found),))


def _entries(value: object) -> Iterable[tuple[str, object]]:
    return value.items() if isinstance(value, Mapping) else ()


def _may_be(value: object, entry: object) -> bool:
    if not isinstance(entry, Mapping):
        return True
    if "const" in entry:
        return bool(value == entry["const"])
    return "enum" not in entry or value in entry["enum"]


def _is_of(value: object, schema: Mapping[str, Any]) -> bool:
    wanted = schema.get("type")
    names = {wanted} if isinstance(wanted, str) else set(wanted or ())
    kinds = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", type(None): "null"}
    found = kinds.get(type(value), "")
    return not names or found in names or (found == "integer" and not names.isdisjoint({"number", "string"}))
