"""A run as bytes and back, so that its reports can be rendered again: the same ones, years later.

Two things do not come back. What is attached to the run lies in the report's folder and in the evidence. A typed
obligation comes back as a plain one with its terms in words; no report reads more of it.
"""

import json
import lzma
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from clausecheck.model import Clause, Obligation, Run

_MEANT_FOR = "clausecheck/run/1"


def packed(value: object) -> bytes:
    """JSON, compressed. Half a surrogate pair and a NUL survive, as only ASCII is written."""
    return lzma.compress(json.dumps(value, separators=(",", ":")).encode("ascii"), preset=1)


def unpacked(content: bytes) -> Any:
    """What `packed` packed; `ValueError` for anything else."""
    try:
        return json.loads(lzma.decompress(content))
    except lzma.LZMAError:
        raise ValueError("no compressed JSON") from None


def stored(run: Run) -> bytes:
    """The run without what history itself knows of it: its past, and who signed."""
    plain = replace(run, attached={}, history=None, sign_off=None, clauses=tuple(map(_plain_result, run.clauses)))
    return packed({"schema": _MEANT_FOR, "run": _written(plain)})


def restored(content: bytes) -> Run:
    """The run that `stored` stored; `ValueError` where these bytes hold none that this version reads."""
    told = unpacked(content)
    if not isinstance(told, dict) or told.get("schema") != _MEANT_FOR:
        raise ValueError("a run in a form that this version does not read")
    try:
        run: Run = _reader(Run)(told["run"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("a run that lacks a part") from error
    return run


def _plain_result(result: Any) -> Any:
    clause: Clause = result.clause
    return replace(result, clause=replace(clause, obligations=tuple(map(plain, clause.obligations))))


def plain(obligation: Obligation) -> Obligation:
    """An obligation of the model's own class, with the terms of a typed one in words."""
    names = [one.name for one in fields(Obligation)]
    values = {name: getattr(obligation, name) for name in names}
    own = {one.name: getattr(obligation, one.name) for one in fields(obligation) if one.name not in names}
    terms = {
        name: _words(value) for name, value in (own or dict(obligation.terms)).items() if value not in ("", (), None)
    }
    return Obligation(**{**values, "terms": terms})


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _written(value: Any) -> Any:
    """Values that are the defaults of their fields are left out, as most are."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {one.name: getattr(value, one.name) for one in fields(value)}
        defaults = _defaults(type(value))
        return {name: _written(each) for name, each in told.items() if name not in defaults or each != defaults[name]}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _written(each) for key, each in value.items()}
    return [_written(each) for each in value] if isinstance(value, tuple | list) else value


@cache
def _defaults(kind: Any) -> dict[str, Any]:
    return {one.name: one.default for one in fields(kind) if one.default is not one.default_factory}


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What turns the JSON of a value of this type back into it."""
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if origin in {Union, UnionType}:
        return _optional(inner)
    if origin is tuple:
        each = _reader(inner[0])
        return lambda told: tuple(each(one) for one in told)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, one = _reader(inner[0]), _reader(inner[1])
        return lambda told: {key(name): one(value) for name, value in told.items()}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return kind.fromisoformat if kind in {date, datetime} else lambda told: told


def _optional(inner: tuple[Any, ...]) -> Callable[[Any], Any]:
    real = [one for one in inner if one is not NoneType]
    if len(real) > 1:
        return lambda told: told
    each = _reader(real[0])
    return lambda told: None if told is None else each(told)


def _dataclass_reader(kind: Any) -> Callable[[Any], Any]:
    readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items() if name in _names(kind)}

    def read(told: Any) -> Any:
        return kind(**{name: readers[name](value) for name, value in told.items() if name in readers})

    return read


@cache
def _names(kind: Any) -> frozenset[str]:
    return frozenset(one.name for one in fields(kind))
