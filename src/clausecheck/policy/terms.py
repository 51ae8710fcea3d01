"""The terms of an obligation by name, whether its kind has a class of its own or not."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from clausecheck.model import Obligation
from clausecheck.periods import Period

_SHARED = {field.name for field in fields(Obligation)}


def terms_of(obligation: Obligation) -> dict[str, object]:
    """Typed terms first, then those that only stand as written."""
    own = {field.name: getattr(obligation, field.name) for field in fields(obligation) if field.name not in _SHARED}
    return {**{name: value for name, value in own.items() if value is not None}, **obligation.terms}


def periods_of(obligation: Obligation) -> dict[str, Period]:
    """The terms that are periods."""
    found = {name: _period(value) for name, value in terms_of(obligation).items()}
    return {name: period for name, period in found.items() if period}


def plain_value(value: object) -> object:
    """A term as JSON has it: periods in ISO 8601, tuples as lists, a dataclass as a mapping of what it tells."""
    if isinstance(value, Period):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: plain_value(inner) for name, inner in told.items() if inner not in ("", (), None)}
    if isinstance(value, Mapping):
        return {name: plain_value(inner) for name, inner in value.items()}
    return [plain_value(inner) for inner in value] if isinstance(value, tuple | list) else value


def in_words(value: object) -> str:
    """A term as a reader has it: "5 years", "bcrypt, scrypt", "communication records"."""
    if isinstance(value, list | tuple):
        return ", ".join(map(in_words, value))
    period = _period(value)
    return period.in_words() if period else str(value).replace("_", " ")


def _period(value: object) -> Period | None:
    if isinstance(value, str):
        try:
            return Period.parse(value)
        except ValueError:
            return None
    return value if isinstance(value, Period) else None
