"""How a message names a value, and the valid word nearest to a wrong one."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from clausecheck.documents.document import KeyPath

_SECRET = ("password", "passwd", "secret", "token", "url", "credential", "private_key", "api_key", "dsn")
_LONGEST = 60
_LISTED = 12


def is_secret(path: KeyPath, value: object = None) -> bool:
    """Whether the value at this path may be a secret: by the name of a key above it, or because it is a URL."""
    if isinstance(value, str) and "://" in value:
        return True
    keys = [part.lower() for part in path if isinstance(part, str)]
    return any(word in key for key in keys for word in _SECRET)


def nearest(word: object, words: Iterable[str]) -> str:
    """The one of `words` that was probably meant, or ""."""
    known = {candidate.lower(): candidate for candidate in words}
    found = get_close_matches(str(word).lower(), known, n=1, cutoff=0.6)
    return known[found[0]] if found else ""


def did_you_mean(word: object, words: Iterable[str]) -> str:
    """What follows a wrong word in a message: the nearest valid one, else the valid ones where they are few."""
    known = list(words)
    near = nearest(word, known)
    if near:
        return f"; did you mean {near!r}?"
    return f"; known: {', '.join(known)}" if 0 < len(known) <= _LISTED else ""


def shown(value: Any, path: KeyPath = ()) -> str:
    """The value found, as a message may repeat it: never a secret, never at length."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if is_secret(path, value):
        return "the value (not repeated here)"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
