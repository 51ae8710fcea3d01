"""Secrets that were written out in a target file instead of being taken from the environment."""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from clausecheck.documents import Document, KeyPath
from clausecheck.errors import Problem
from clausecheck.targets.expanding import EXPANSION

_SECRET_KEY = re.compile(r"passw|secret|token|api_?key|private_?key|access_?key|credential", re.IGNORECASE)
_AUTHORITY = re.compile(r"://([^/?#]*)@")
_QUERY = re.compile(r"[?&]([^=&#]+)=([^&#]*)")
_REMEDY = "write ${NAME} and set NAME in the environment"


def written_out(document: Document) -> list[Problem]:
    """A problem for each secret that stands in the file. The secret itself is not repeated."""
    return [
        document.problem(f"{what} is written out; {_REMEDY}", *path, at_value=True)
        for path, value in _strings(document.data, ())
        if (what := _what(path, value))
    ]


def _strings(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _strings(entry, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))
    elif value is not None and not isinstance(value, bool):
        yield path, str(value)


def _what(path: KeyPath, value: str) -> str:
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    # Below datasets, keys and values are names of columns, below forms, of fields: `password` there is no secret.
    if path[0] == "systems" and len(path) > 2 and path[2] != "forms" and _SECRET_KEY.search(key) and _literal(value):
        return f"the {key}"
    defaults = (match["else"] or "" for match in EXPANSION.finditer(value))
    return next(filter(None, map(_in_url, (value, *defaults))), "")


def _in_url(value: str) -> str:
    # Expansions hold characters that mean something in a URL, so they are set aside before it is taken apart.
    kept = [match[0] for match in EXPANSION.finditer(value)]
    numbers = count()
    url = EXPANSION.sub(lambda match: f"\0{next(numbers)}\0", value)

    def literal(part: str) -> bool:
        return _literal(re.sub("\0(\\d+)\0", lambda match: kept[int(match[1])], part))

    authority = _AUTHORITY.search(url)
    if authority and ":" in authority[1] and literal(authority[1].partition(":")[2]):
        return "the password in the URL"
    for key, part in _QUERY.findall(url) if "://" in url else ():
        if _SECRET_KEY.search(key) and literal(part):
            return f"the {key} in the URL"
    return ""


def _literal(value: str) -> bool:
    """Whether anything but variables without a default stands there."""
    return bool(EXPANSION.sub(lambda match: match["else"] or "", value).strip())
