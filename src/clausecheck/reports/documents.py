"""JSON that other tools read: neutral text, names that stay the same over runs, one entry a line."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from urllib.parse import quote
from uuid import UUID, uuid5

from clausecheck.reports.words import visible

_OURS = UUID("6f1d3a52-8f0b-5c58-9a51-0c5be4b0c1ec")
"""The namespace of every UUID of ours; it never changes, as tools compare runs by them."""
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a document that is written already: of thousands of entries only one at a time is held as it was."""

    text: str


@lru_cache(maxsize=2**15)
def stable_uuid(*parts: str) -> str:
    """The same UUID (version 5) for the same parts in every run and on every machine.

    Kept for all findings of a large run, as each of them is named in several reports.
    """
    return str(uuid5(_OURS, visible("\n".join(parts))))


@lru_cache(maxsize=1024)
def within_project(file: str) -> str:
    """The path of a project's file as a relative URI: `policy/sections/06-how-long-we-keep-it.yaml`.

    A file of another folder is told by its name alone: where a machine keeps it is nobody's business. Kept, as
    thousands of findings stand in a few files.
    """
    parts = PurePath(file).parts
    if PurePath(file).is_absolute():
        start = len(parts) - 1 - parts[::-1].index("policy") if "policy" in parts[:-1] else -1
        parts = parts[start:]
    return quote(visible("/".join(parts)))


def neutral(value: object) -> object:
    """The document with every text in it `visible`, keys included; what is empty (None, "", [], {}) is left out."""
    if isinstance(value, str):
        return value if value.isprintable() else visible(value)
    if isinstance(value, dict):
        return {
            key if key.isprintable() else visible(key): neutral(one)
            for key, one in value.items()
            if one or one is False or one == 0
        }
    if isinstance(value, list):
        return [neutral(one) for one in value]
    return value


def entry(value: object, *, depth: int = 0) -> Entry:
    """A part of a document as it is written in there, each entry of its own down to `depth` on a line."""
    return Entry(_joined(value, depth))


def written(document: object, *, depth: int) -> str:
    """The document as JSON, each entry down to `depth` on a line of its own, and what lies deeper on its line."""
    return _joined(document, depth) + "\n"


def _joined(value: object, depth: int) -> str:
    parts: list[str] = []
    _put(value, depth, parts)
    return "".join(parts)


def _put(value: object, depth: int, parts: list[str]) -> None:
    """Add the parts of a value's text, which are put together once: they are megabytes."""
    if isinstance(value, Entry):
        parts.append(value.text)
    elif depth and value and isinstance(value, dict):
        for place, (key, one) in enumerate(value.items()):
            parts.append(f"{',' if place else '{'}\n{_ENCODE(key)}: ")
            _put(one, depth - 1, parts)
        parts.append("\n}")
    elif depth and value and isinstance(value, list):
        for place, one in enumerate(value):
            parts.append(",\n" if place else "[\n")
            _put(one, depth - 1, parts)
        parts.append("\n]")
    else:
        parts.append(_ENCODE(value))
