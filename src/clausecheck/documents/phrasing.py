"""Says one reason as a sentence for somebody who reads YAML and no JSON Schema."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from clausecheck.documents.document import Document, KeyPath
from clausecheck.documents.reasons import Reason
from clausecheck.documents.words import did_you_mean, shown
from clausecheck.errors import Problem

_TYPES = {
    "object": "a mapping", "array": "a list", "string": "text", "integer": "a whole number", "number": "a number",
    "boolean": "true or false", "null": "nothing",
}  # fmt: skip
_FORMATS = {
    "date": "a date such as 2024-03-15", "date-time": "a moment with its zone, such as 2026-03-01T12:00:00Z",
    "duration": "a period such as P5Y",
}  # fmt: skip


def phrased(document: Document, reason: Reason) -> Iterator[Problem]:
    """The problems that a reason stands for: one for each unknown key, else one."""
    if reason.rule in {"additionalProperties", "unevaluatedProperties"} and isinstance(reason.value, dict):
        yield from _unknown_keys(document, reason)
    elif reason.about_name:
        words = reason.wanted if reason.rule == "enum" else []
        yield _unknown_key(document, (*reason.path, str(reason.value)), [str(word) for word in words])
    else:
        say = _SENTENCES.get(reason.rule, _other)
        yield document.problem(say(reason), *reason.path, at_value=True)


def _unknown_keys(document: Document, reason: Reason) -> Iterator[Problem]:
    known = _known_keys(reason.schema)
    patterns = reason.schema.get("patternProperties", {})
    extras = [key for key in reason.value if key not in known and not any(re.search(p, key) for p in patterns)]
    if reason.rule == "unevaluatedProperties":  # only the library knows which keys no part of the schema looked at
        extras = [key for key in reason.value if repr(key) in reason.said]
    for key in extras:
        yield _unknown_key(document, (*reason.path, key), [word for word in known if word not in reason.value])


def _known_keys(schema: Mapping[str, Any]) -> list[str]:
    """The keys a schema names, in itself and in what alternatives and conditions add."""
    known = list(schema.get("properties", {}))
    added = [part for word in ("allOf", "oneOf", "anyOf") for part in schema.get(word, ())]
    added += [schema[word] for word in ("then", "else") if word in schema]
    for part in added:
        known += _known_keys(part) if isinstance(part, Mapping) else []
    return list(dict.fromkeys(known))


def _unknown_key(document: Document, path: KeyPath, known: list[str]) -> Problem:
    key = str(path[-1])
    return document.problem(f"unknown key {key!r}{did_you_mean(key, known)}", *path)


def _found(reason: Reason) -> str:
    return shown(reason.value, reason.path)


def _type(reason: Reason) -> str:
    wanted: list[str] = reason.wanted if isinstance(reason.wanted, list) else [reason.wanted]
    names = " or ".join(_TYPES.get(name, name) for name in wanted)
    return f"{_found(reason)} stands where {names} is wanted{_hint(reason.value, wanted)}"


def _hint(value: object, wanted: list[str]) -> str:
    if "boolean" in wanted and isinstance(value, str):
        return " (unquoted and in lower case)"
    return " (quote it)" if "string" in wanted and isinstance(value, bool) else ""


def _enum(reason: Reason) -> str:
    words = [str(word) for word in reason.wanted]
    return f"{_found(reason)} is not known here{did_you_mean(reason.value, words)}"


def _const(reason: Reason) -> str:
    return f"{_found(reason)} stands where {shown(reason.wanted)} is wanted"


def _required(reason: Reason) -> str:
    missing = next((key for key in reason.wanted if reason.said.startswith(repr(key))), "")
    return f"lacks the key {missing!r}"


def _pattern(reason: Reason) -> str:
    wanted = reason.schema.get("description")
    return f"{_found(reason)} does not fit here; wanted: {_inside(wanted) if wanted else reason.wanted}"


def _format(reason: Reason) -> str:
    said = reason.cause if reason.wanted == "duration" and repr(reason.value) in _found(reason) else ""
    return said or f"{_found(reason)} is not {_FORMATS.get(reason.wanted, reason.wanted)}"


def _short(reason: Reason) -> str:
    return "is empty" if not reason.value else f"is too short: at least {reason.wanted} wanted"


def _bound(reason: Reason) -> str:
    word = "at least" if reason.rule == "minimum" else "at most"
    return f"{_found(reason)} stands where {word} {reason.wanted} is wanted"


def _alternatives(reason: Reason) -> str:
    types = [part.get("type") for part in reason.wanted if isinstance(part, Mapping)]
    wanted = " or ".join(dict.fromkeys(_TYPES[name] for name in types if isinstance(name, str) and name in _TYPES))
    return f"{_found(reason)} stands where {wanted or 'one of the forms known here'} is wanted"


def _other(reason: Reason) -> str:
    return _BARE.get(reason.rule, f"does not keep the schema's rule {reason.rule!r}")


def _inside(sentence: str) -> str:
    """A schema's description as part of a sentence."""
    text = sentence.rstrip(".")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


_BARE = {
    "uniqueItems": "holds the same entry twice",
    "maxItems": "holds too many entries",
    "maxLength": "is too long",
    "minProperties": "is empty",
    "maxProperties": "holds too many keys",
    "None": "may not stand here",
    "dependentRequired": "lacks a key that another key here asks for",
    "not": "holds what may not stand here",
    "contains": "lacks an entry that must be among these",
}

_SENTENCES: dict[str, Callable[[Reason], str]] = {
    "type": _type, "enum": _enum, "const": _const, "required": _required, "pattern": _pattern, "format": _format,
    "minItems": _short, "minLength": _short, "minimum": _bound, "maximum": _bound, "oneOf": _alternatives,
    "anyOf": _alternatives,
}  # fmt: skip
