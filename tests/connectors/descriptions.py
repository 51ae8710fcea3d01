"""What providers of worlds answer and are asked, held against what the vendor's own description says of it."""

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

Given = Iterable[tuple[str, Any]]
"""Answers, or the terms of questions, each with the path that was asked."""


def beside(test: str) -> dict[str, Any]:
    """The descriptions.yaml beside a test: for each kind its `source`, and JSON Schemas by patterns of paths."""
    text = Path(test).with_name("descriptions.yaml").read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(text)
    return told


def deviations(described: Mapping[str, Any], given: Given) -> list[str]:
    """Where something does not have the form that the first pattern for its path describes, which path none describes,
    and which pattern describes nothing that was given.
    """
    found: list[str] = []
    unused = dict.fromkeys(described)
    for path, data in given:
        pattern = next((one for one in described if fnmatchcase(path, one)), None)
        if pattern is None:
            found.append(f"{path}: not described")
            continue
        unused.pop(pattern, None)
        errors = Draft202012Validator(described[pattern]).iter_errors(data)
        found += [f"{path}: {error.json_path}: {error.message}" for error in errors]
    return found + [f"{pattern}: nothing of this kind was given" for pattern in unused]


def closed(schema: Any) -> Any:
    """The same schema, in which an object that lists its properties has no others."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    more = {"additionalProperties": False} if isinstance(schema.get("properties"), dict) else {}
    return more | {key: closed(value) for key, value in schema.items()}


def spoiled(data: Any) -> Iterator[Any]:
    """Copies of an answer with one thing wrong in each: a name that nobody described, or a value of another type."""
    if isinstance(data, dict):
        yield data | {"odd": None}
        for key, value in data.items():
            yield from (data | {key: one} for one in spoiled(value))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from ([*data[:number], one, *data[number + 1 :]] for one in spoiled(value))
    else:
        yield {"odd": None}
