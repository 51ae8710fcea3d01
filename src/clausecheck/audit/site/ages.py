"""What a form asks to tell children apart, and what somebody of a given birth date answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from clausecheck.facts import Form, FormField
from clausecheck.targets.forms import AGE

BIRTH_DATE, DECLARATION = "birth date", "declaration"
_BIRTH: Final = re.compile(r"birth|\bborn\b|\bdob\b|geburt|naissance|nacimiento", re.IGNORECASE)
_AGE: Final = re.compile(r"^\W*(your |ihr )?(age|alter)\b", re.IGNORECASE)
_OF_AGE: Final = re.compile(r"older|over|least|years|\bage\b|adult|jahre|mindestens|ans\b|años", re.IGNORECASE)
_TICKED: Final = {"checkbox", "radio"}
_PARTS: Final = ("day", "month", "year")


@dataclass(frozen=True, kw_only=True)
class AgeQuestion:
    """`asks` is "birth date", "declaration" or "", in `fields`."""

    asks: str
    fields: tuple[FormField, ...] = ()


def age_question(form: Form, words: Mapping[str, str], years: int) -> AgeQuestion:
    """How the form asks, by what a visitor sees: a birth date, an age, or a declaration of being `years` or older.

    `words` are those by which the target declares the form's fields.
    """
    seen = [field for field in form.fields if not field.hidden]
    born = tuple(field for field in seen if field.type not in _TICKED and _asks_birth(field, words))
    if born:
        return AgeQuestion(asks=BIRTH_DATE, fields=born)
    declared = tuple(field for field in seen if field.type in _TICKED and _declares(field, words, years))
    return AgeQuestion(asks=DECLARATION, fields=declared) if declared else AgeQuestion(asks="")


def _asks_birth(field: FormField, words: Mapping[str, str]) -> bool:
    if words.get(field.name) == AGE or field.autocomplete.split(" ")[-1].startswith("bday"):
        return True
    return bool(_BIRTH.search(field.label) or _AGE.search(field.label))


def _declares(field: FormField, words: Mapping[str, str], years: int) -> bool:
    if words.get(field.name) == AGE:
        return True
    return bool(re.search(rf"\b{years}\b", field.label) and _OF_AGE.search(field.label))


def answers(question: AgeQuestion, born: date, *, is_of_age: bool, years: int) -> Mapping[str, Sequence[str]] | None:
    """The values for each field of the question, by name: several where a list may say it in several ways.

    No values at all: leave it unticked. None where nobody can tell how the form wants a birth date to be written.
    """
    if question.asks == DECLARATION:
        return {field.name: ("yes",) if is_of_age else () for field in question.fields}
    if len(question.fields) == 1:
        return _at_once(question.fields[0], born, years if is_of_age else years - 1)
    parts = {field.name: _part(field) for field in question.fields}
    if sorted(parts.values()) != sorted(_PARTS):
        return None
    values = {"day": born.day, "month": born.month, "year": born.year}
    return {name: _written(part, values[part], born) for name, part in parts.items()}


def _at_once(field: FormField, born: date, age: int) -> Mapping[str, Sequence[str]] | None:
    if field.type == "date" or field.autocomplete.split(" ")[-1] == "bday":
        return {field.name: (born.isoformat(),)}
    if _AGE.search(field.label):
        return {field.name: (str(age),)}
    return None


def _part(field: FormField) -> str:
    told = f"{field.autocomplete} {field.name}".lower().replace("bday", "").replace("birthday", "")
    return next((part for part in _PARTS if part in told), "")


def _written(part: str, value: int, born: date) -> tuple[str, ...]:
    if part == "month":
        return (str(value), f"{value:02}", f"{born:%B}", f"{born:%b}")
    return (str(value), f"{value:02}")
