"""The library's validator, with our formats, found references and one short cut."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from clausecheck.documents.schemas import Schemas
from clausecheck.periods import Period

if TYPE_CHECKING:
    from jsonschema import FormatChecker, ValidationError
    from jsonschema.protocols import Validator

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def validator_of(schema: Mapping[str, Any], schemas: Schemas) -> "Validator":
    """A validator for this schema, whose `$ref`s name `schemas`; nothing is fetched."""
    return _cached(_Schemas(schema, schemas))


@dataclass(frozen=True, eq=False)
class _Schemas:
    """A schema and its siblings, compared by identity: the same objects share one validator."""

    schema: Mapping[str, Any]
    schemas: Schemas

    def __hash__(self) -> int:
        return hash((id(self.schema), id(self.schemas)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Schemas) and self.schema is other.schema and self.schemas is other.schemas


@lru_cache(maxsize=32)
def _cached(named: _Schemas) -> "Validator":
    # jsonschema takes 0.2 s to import: only where a document is really checked
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    # Without `$schema` the library keeps our validator in each file, without `$id` a file is known by its name alone.
    bare = {name: {key: of for key, of in schema.items() if key not in {"$schema", "$id"}}
            for name, schema in named.schemas.items()}  # fmt: skip
    resources = {name: Resource.from_contents(of, default_specification=DRAFT202012) for name, of in bare.items()}

    def retrieve(address: str) -> Resource[Any]:
        return resources[address.rpartition("/")[2]]

    registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
    registry = registry.with_resources(resources.items()).crawl()
    schema = {key: of for key, of in named.schema.items() if key not in {"$schema", "$id"}}
    kind: Any = extend(Draft202012Validator, {"allOf": _all_of})  # type: ignore[no-untyped-call]
    validator: Validator = kind(schema, registry=registry, format_checker=_formats())
    return validator


def _all_of(validator: Any, parts: list[Any], value: object, _: object) -> "Iterator[ValidationError]":
    """`allOf`, passing over the conditions on a constant entry that are not met: one for each kind of obligation."""
    for number, part in enumerate(parts):
        if not _is_idle(part, value):
            yield from validator.descend(value, part, schema_path=number)


def _is_idle(part: Any, value: object) -> bool:
    if not isinstance(value, dict) or not isinstance(part, dict) or part.keys() != {"if", "then"}:
        return False
    entries = part["if"].get("properties", {}) if isinstance(part["if"], dict) else {}
    return any(key in value and isinstance(entry, dict) and "const" in entry and value[key] != entry["const"]
               for key, entry in entries.items())  # fmt: skip


def _formats() -> "FormatChecker":
    from jsonschema import FormatChecker

    checker = FormatChecker(())
    checker.checks("date", raises=ValueError)(_is_date)
    checker.checks("date-time", raises=ValueError)(_is_moment)
    checker.checks("duration", raises=ValueError)(_is_period)
    return checker


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(_DATE.fullmatch(value) and date.fromisoformat(value))


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _is_period(value: object) -> bool:
    return not isinstance(value, str) or bool(Period.parse(value))
