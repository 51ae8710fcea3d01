"""`${NAME}` and `${NAME:-default}`: what a target takes from the environment, and nothing else."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from clausecheck.documents import Document, KeyPath
from clausecheck.errors import Problem
from clausecheck.redaction import Secret

EXPANSION = re.compile(r"\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?P<default>:-(?P<else>[^}]*))?\}", re.ASCII)
_FIXED = ("target", "mode", "environment", "world")
"""Keys that say what is audited and how; a variable cannot change them."""


def expanded(document: Document, environ: Mapping[str, str], found: list[Problem]) -> Any:
    """The document's data with every variable replaced; problems are added to `found`.

    A string into which the environment put something is a `Secret`. A variable that is unset or empty takes the
    default, or is a problem where none is given.
    """
    return _walked(document, document.data, (), environ, found)


def _walked(document: Document, value: Any, path: KeyPath, environ: Mapping[str, str], found: list[Problem]) -> Any:
    if isinstance(value, dict):
        return {key: _walked(document, entry, (*path, key), environ, found) for key, entry in value.items()}
    if isinstance(value, list):
        return [_walked(document, item, (*path, index), environ, found) for index, item in enumerate(value)]
    if not isinstance(value, str) or "${" not in value:
        return value
    wrong = list(_wrong(value, path, environ))
    found.extend(document.problem(message, *path, at_value=True) for message in wrong)
    return value if wrong else _replaced(value, environ)


def _wrong(value: str, path: KeyPath, environ: Mapping[str, str]) -> Iterator[str]:
    if path[0] in _FIXED:
        yield "takes no variable: it must stand in the file"
        return
    if "${" in EXPANSION.sub("", value):
        yield "holds a ${…} that is neither ${NAME} nor ${NAME:-default}"
    for match in EXPANSION.finditer(value):
        if match["default"] is None and not environ.get(match["name"]):
            yield f"the environment variable {match['name']} is not set, or is empty"


def _replaced(value: str, environ: Mapping[str, str]) -> str:
    taken = EXPANSION.sub(lambda match: environ.get(match["name"]) or match["else"] or "", value)
    is_secret = any(environ.get(match["name"]) for match in EXPANSION.finditer(value))
    return Secret(taken) if is_secret else taken
