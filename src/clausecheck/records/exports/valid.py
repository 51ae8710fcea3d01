"""What was delivered, record by record, against the JSON Schema that its dataset names (rigour 27).

A record is an object of its columns. A column that is NULL is left out of it, as files that lack a field and files that
say null read the same. `format` is an annotation, as JSON Schema has it, and no reference leads out of the schema.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import String, cast, select

from clausecheck.connectors.sql import reading
from clausecheck.errors import CannotVerify
from clausecheck.facts import SHOWN, RowClass
from clausecheck.records.asking import Audit
from clausecheck.records.relation import Relation
from clausecheck.redaction import kind_of
from clausecheck.targets.model import Dataset, System

BATCH_ROWS = 5_000
Valid = Callable[[Any], bool]


def invalid(rows: Relation, audit: Audit) -> RowClass:
    """The records that are not valid, of all that lie in scope. `CannotVerify` where the schema cannot be used."""
    system = audit.system(rows.place)
    is_valid = _validator(rows.dataset, system)
    count = 0
    examples: list[str] = []
    try:
        for key, record in _records(rows, system):
            if not is_valid(record):
                count += 1
                if len(examples) < SHOWN:
                    examples.append(rows.label(key))
    except CannotVerify:
        raise
    except Exception as error:  # a library's, whose text quotes the record
        raise _unusable(rows.dataset, f"it cannot be applied ({kind_of(error)})") from None
    return RowClass(count=count, examples=tuple(examples))


def _records(rows: Relation, system: System) -> Iterator[tuple[object, dict[str, object]]]:
    names = [column.name for column in rows.table.c]
    key = cast(rows.column("key"), String(255)).label("row_key")
    columns = (column.label(f"c{place}") for place, column in enumerate(rows.table.c))
    with reading(system, stream=True) as connection:
        result = connection.execute(select(key, *columns).select_from(rows.table).where(rows.in_scope()))
        for batch in result.partitions(BATCH_ROWS):
            for named, *values in batch:
                told = zip(names, values, strict=True)
                yield named, {name: _plain(value) for name, value in told if value is not None}


def _plain(value: object) -> object:
    """As JSON has it."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool) else str(value)


def _validator(dataset: Dataset, system: System) -> Valid:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError
    from jsonschema.validators import validator_for
    from referencing import Registry

    schema = _schema(dataset, system)
    kind = validator_for(schema, default=Draft202012Validator)
    try:
        kind.check_schema(schema)
    except SchemaError:
        raise _unusable(dataset, "it is no JSON Schema") from None
    empty: Any = Registry()  # which fetches nothing
    is_valid: Valid = kind(schema, registry=empty).is_valid
    return is_valid


def _schema(dataset: Dataset, system: System) -> Any:
    if not isinstance(dataset.record_schema, str):
        return dataset.record_schema
    try:
        schema = json.loads(Path(system.folder, dataset.record_schema).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unusable(dataset, f"{dataset.record_schema} cannot be read ({kind_of(error)})") from None
    if not isinstance(schema, dict | bool):
        raise _unusable(dataset, f"{dataset.record_schema} holds no JSON Schema")
    return schema


def _unusable(dataset: Dataset, why: str) -> CannotVerify:
    return CannotVerify(
        f"the record_schema of dataset {dataset.name} cannot be used: {why}",
        tried="reading the schema of what was delivered",
        remedy="name a file with a JSON Schema of one delivered record, or write the schema into the target",
    )
