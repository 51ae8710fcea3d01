"""Facts, findings and what else is kept, as JSON and back: the same classes, with equal values.

An object with `$` is one of `CLASSES`, a moment, a day or a span; any other object is a mapping, and a list is a tuple.
Every string passes the door on its way in. A field that its class hides from `repr` may not leave: it is a pseudonym.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from clausecheck import facts, model
from clausecheck.connectors.website.naming import shown
from clausecheck.errors import InputError
from clausecheck.evidence.door import Door
from clausecheck.facts import Stored, Trace
from clausecheck.policy.attestations import Attestation
from clausecheck.policy.waivers import Waiver

KIND: Final = "$"
_ITEMS: Final = "items"


def _classes() -> dict[str, type[Any]]:
    public = [getattr(module, name) for module in (facts, model) for name in module.__all__]
    found = {one.__name__: one for one in public if isinstance(one, type) and hasattr(one, "__dataclass_fields__")}
    return {**found, "Attestation": Attestation, "Waiver": Waiver}


CLASSES: Final[Mapping[str, type[Any]]] = _classes()
"""By name every class whose instances are stored: those of `facts` and `model`, and what people state and accept."""
_FIELDS: Final = {name: fields(one) for name, one in CLASSES.items()}
_NAMED: Final = (Stored, Trace)
"""What sites store is judged by its name, which stays where it is a plain identifier, as in reports."""


def encoded(value: Any, door: Door) -> Any:
    """What `json.dumps` takes; `TypeError` for a class that nobody listed."""
    if isinstance(value, str):  # words of an enumeration too
        return door.text(str(value))
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, tuple | list | frozenset):
        told = [encoded(one, door) for one in value]
        return sorted(told) if isinstance(value, frozenset) else told
    return _mapping(value, door) if isinstance(value, Mapping) else _told(value, door)


def _mapping(value: Mapping[Any, Any], door: Door) -> Any:
    told = {door.text(str(name)): encoded(one, door) for name, one in value.items()}
    if all(isinstance(name, str) for name in value) and KIND not in told and len(told) == len(value):
        return told
    return {KIND: "mapping", _ITEMS: [[encoded(name, door), encoded(one, door)] for name, one in value.items()]}


def _told(value: Any, door: Door) -> Any:
    if isinstance(value, datetime):
        zone = {"zone": value.tzinfo.key} if isinstance(value.tzinfo, ZoneInfo) and value.tzinfo.key else {}
        return {KIND: "moment", "at": value.isoformat(), **zone}
    if isinstance(value, date):
        return {KIND: "day", "at": value.isoformat()}
    if isinstance(value, timedelta):
        return {KIND: "span", "days": value.days, "seconds": value.seconds, "microseconds": value.microseconds}
    if isinstance(value, Path):
        return {KIND: "file", "name": door.text(value.name)}
    name = type(value).__name__
    if CLASSES.get(name) is not type(value):
        raise TypeError(f"{name} is no class that evidence knows")
    return {KIND: name, **{one.name: _field(value, one.name, one.repr, door) for one in _FIELDS[name]}}


def _field(owner: Any, name: str, may_leave: bool, door: Door) -> Any:
    value = getattr(owner, name)
    if may_leave:
        return encoded(value, door)
    if isinstance(owner, _NAMED) and name == "name":
        return door.text(shown(value, door.pseudonyms)) if value else ""
    return _hidden(value, door)


def _hidden(value: Any, door: Door) -> Any:
    if isinstance(value, str):
        return door.hidden("text", value)
    if isinstance(value, tuple | list):
        return [_hidden(one, door) for one in value]
    if isinstance(value, Mapping):
        return {_hidden(name, door): _hidden(one, door) for name, one in value.items()}
    return encoded(value, door)


def decoded(value: Any) -> Any:
    """The value that was encoded, as the door left it. `InputError` for a class that this version does not know."""
    if isinstance(value, list):
        return tuple(decoded(one) for one in value)
    if not isinstance(value, dict):
        return value
    kind = value.get(KIND)
    if kind is None:
        return {name: decoded(one) for name, one in value.items()}
    if kind in _SIMPLE:
        return _SIMPLE[kind](value)
    if kind not in CLASSES:
        raise InputError(f"the evidence holds a {kind}, which this version of clausecheck does not know: upgrade it")
    return _rebuilt(CLASSES[kind], value)


def _rebuilt(of: type[Any], value: Mapping[str, Any]) -> Any:
    known = {one.name for one in _FIELDS[of.__name__]}
    lost = value.keys() - known - {KIND}
    if lost:
        what = f"a {of.__name__} with {', '.join(sorted(lost))}"
        raise InputError(f"the evidence holds {what}, which this version of clausecheck does not know: upgrade it")
    return of(**{name: _typed(of, name, decoded(one)) for name, one in value.items() if name != KIND})


def _typed(of: type[Any], name: str, value: Any) -> Any:
    """Words and sets are strings and lists in JSON."""
    as_word = _WORDS.get((of.__name__, name))
    return as_word(value) if as_word and value is not None else value


def _moment(value: Mapping[str, Any]) -> datetime:
    at = datetime.fromisoformat(value["at"])
    return at.astimezone(ZoneInfo(value["zone"])) if "zone" in value else at


_SIMPLE: Final[Mapping[str, Callable[[Mapping[str, Any]], Any]]] = {
    "moment": _moment,
    "day": lambda value: date.fromisoformat(value["at"]),
    "file": lambda value: Path(value["name"]),
    "span": lambda value: timedelta(days=value["days"], seconds=value["seconds"], microseconds=value["microseconds"]),
    "mapping": lambda value: {decoded(name): decoded(one) for name, one in value[_ITEMS]},
}


def _words(values: Any) -> frozenset[Any]:
    return frozenset(values)


_WORDS: Final[Mapping[tuple[str, str], Callable[[Any], Any]]] = {
    ("Finding", "outcome"): model.Outcome,
    ("Finding", "basis"): model.Basis,
    ("Expectation", "outcome"): model.Outcome,
    ("Seen", "before"): model.Outcome,
    ("Waiver", "resources"): _words,
    ("Waiver", "digests"): _words,
}
"""The fields that are no string or tuple, though JSON has them so."""
