"""JSON that other tools read: neutral text, names that stay the same over runs, one entry a line."""

import json
from functools import lru_cache
from pathlib import PurePath
from urllib.parse import quote
from uuid import UUID, uuid5

from clausecheck.reports.words import visible

_OURS = UUID("6f1d3a52-8f0b-5c58-9a51-0c5be4b0c1ec")
"""The namespace of every UUID of ours; it never changes, as tools compare runs by them."""
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


@lru_cache(maxsize=4096)
def stable_uuid(*parts: str) -> str:
    """The same UUID (version 5) for the same parts in every run and on every machine."""
    return str(uuid5(_OURS, visible("\n".join(parts))))


def within_project(file: str) -> str:
    """The path of a project's file as a relative URI: `policy/sections/06-how-long-we-keep-it.yaml`.

    A file of another folder is told by its name alone: where a machine keeps it is nobody's business.
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


def written(document: object, *, depth: int) -> str:
    """The document as JSON, each entry down to `depth` on a line of its own, and what lies deeper on its line."""
    return _lines(document, depth) + "\n"


def _lines(value: object, depth: int) -> str:
    if depth and value and isinstance(value, dict):
        inner = ",\n".join(f"{_ENCODE(key)}: {_lines(one, depth - 1)}"
                           for key, one in value.items())  # fmt: skip
        return f"{{\n{inner}\n}}"
    if depth and value and isinstance(value, list):
        return "[\n{}\n]".format(",\n".join(_lines(one, depth - 1) for one in value))
    return _ENCODE(value)
