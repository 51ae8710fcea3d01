"""How columns travel from one system to a place beside another's: what is selected, in which type, hashed or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CursorResult,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    case,
    cast,
    column,
    func,
    insert,
    literal,
    select,
    table,
    types,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.sql.dml import Insert
from sqlalchemy.types import TypeEngine

from clausecheck.errors import CannotVerify
from clausecheck.records.asking import Audit
from clausecheck.records.digests import pads
from clausecheck.records.moments import FIRST, NEVER
from clausecheck.records.relation import PERSON, RECORD, VALUE, Relation, as_text
from clausecheck.redaction import IDENTIFIER, PHONE, Pseudonyms, kind_of

BATCH_ROWS = 20_000
TEXT, NUMBER, DAY, INSTANT, LOCAL = "string", "int64", "date32", "instant", "local"
"""What travels: the last two are moments with and without a zone."""
HASHED = {
    "subject": PERSON,
    "key": RECORD,
    "hold": RECORD,
    "campaign": RECORD,
    "change": RECORD,
    "third_party": RECORD,
    "processor": RECORD,
    "transaction": RECORD,
    "permission": RECORD,
    "recipient": RECORD,
    "record": RECORD,
    "request": RECORD,
    "export": RECORD,
    "value": VALUE,
    "old_value": VALUE,
    "new_value": VALUE,
    "staff": RECORD,
    "store": RECORD,
    "medium": RECORD,
}
"""The roles that say who or which, and the noun of their pseudonyms."""
IDENTIFIERS = {"email": IDENTIFIER, "phone": PHONE, "device": IDENTIFIER}
"""The roles that become digests under the company's own key, where the question brings that key along."""


@dataclass(frozen=True, kw_only=True)
class Carried:
    """One column: `role` is "" for one that only `where` names; `noun` is "" where the value itself is needed.

    `travels` is one of `TEXT`, `NUMBER`, `DAY`, `INSTANT` and `LOCAL`; `kept` its type in the file.
    """

    name: str
    role: str
    selected: ColumnElement[Any]
    travels: str
    kept: TypeEngine[Any]
    noun: str


def carried(origin: Relation, roles: Sequence[str], audit: Audit) -> list[Carried]:
    """The mapped ones of these roles, and every column that `where` of a dataset in this table names."""
    columns = [_role(origin, role) for role in roles if origin.has(role)]
    in_table = [one for one in audit.target.datasets if any(place.name == origin.place.name for place in one.places)]
    named = dict.fromkeys(name for dataset in in_table for name in dataset.where)
    return columns + [_where(origin, name) for name in named if name in origin.table.c]


def _role(origin: Relation, role: str) -> Carried:
    value = origin.column(role)
    name = f"role__{role}"
    if role in IDENTIFIERS and origin.pseudonyms.identifier_key:
        return _text(name, role, as_text(value, origin.dialect), IDENTIFIERS[role])
    if role in HASHED:
        return _text(name, role, as_text(value, origin.dialect), _noun(origin, role))
    if origin.dialect == "sqlite" or not isinstance(value.type, Date | DateTime | Integer) or _is_boolean(value):
        return _text(name, role, as_text(value, origin.dialect), "")
    travels, kept = _typed(origin, value)
    if not isinstance(value.type, Integer):
        value = _within_the_calendar(value, origin.dialect)
    return Carried(name=name, role=role, selected=value, travels=travels, kept=kept, noun="")


def _noun(origin: Relation, role: str) -> str:
    """In the register of people the key is the person, whom others name as their subject."""
    return PERSON if role == "key" and origin.dataset.category == "people" else HASHED[role]


def _where(origin: Relation, name: str) -> Carried:
    return _text(name, "", as_text(origin.table.c[name], origin.dialect), "")


def _text(name: str, role: str, selected: ColumnElement[Any], noun: str) -> Carried:
    return Carried(name=name, role=role, selected=selected, travels=TEXT, kept=String(), noun=noun)


def _is_boolean(value: ColumnElement[Any]) -> bool:
    return isinstance(value.type, mysql.TINYINT) and value.type.display_width == 1


def _typed(origin: Relation, value: ColumnElement[Any]) -> tuple[str, TypeEngine[Any]]:
    """What travels, and the type in the file. MariaDB's TIMESTAMP is an instant that the session shows in UTC."""
    if isinstance(value.type, Integer):
        return NUMBER, BigInteger()
    if isinstance(value.type, Date):
        return DAY, Date()
    in_utc = origin.dialect in {"mysql", "mariadb"} and isinstance(value.type, types.TIMESTAMP)
    if in_utc or getattr(value.type, "timezone", False):
        return INSTANT, DateTime(timezone=True)
    return LOCAL, DateTime()


def _within_the_calendar(value: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """Moments that Python cannot hold, such as infinity, as the nearest that decide nothing either (rigour 6)."""
    end, start, before = _ends(value.type)
    clipped = case((value >= end, end), (value < start, before), else_=value)
    if dialect not in {"mysql", "mariadb"}:
        return clipped
    # There a bound moment is text, and so would be the whole.
    return cast(clipped, Date() if isinstance(value.type, Date) else mysql.DATETIME(fsp=6))


def _ends(kind: TypeEngine[Any]) -> tuple[ColumnElement[Any], ...]:
    first = datetime(1, 1, 1, tzinfo=UTC)
    if isinstance(kind, Date):
        return tuple(literal(moment.date(), Date()) for moment in (NEVER, FIRST, first))
    zoned = bool(getattr(kind, "timezone", False))
    moments = (moment if zoned else moment.replace(tzinfo=None) for moment in (NEVER, FIRST, first))
    return tuple(literal(moment, DateTime(timezone=zoned)) for moment in moments)


def insertion(copy: Table, columns: Sequence[Carried], pseudonyms: Pseudonyms) -> tuple[Insert, dict[str, bytes]]:
    """The statement that takes over the table "batch", and its values: the key as HMAC pads it."""
    inner, outer = pads(pseudonyms.key)
    nouns = {one.noun for one in columns if one.noun}
    values = {f"inner_{noun}": inner + f"{noun}\0".encode() for noun in nouns}
    values |= {f"outer_{noun}": outer for noun in nouns}
    batch = table("batch", *(column(one.name) for one in columns))
    chosen = [_hash(batch.c[one.name], one.noun) if one.noun else batch.c[one.name] for one in columns]
    return insert(copy).from_select([one.name for one in columns], select(*chosen)), values


def _hash(value: ColumnElement[Any], noun: str) -> ColumnElement[Any]:
    """HMAC-SHA-256 as `Pseudonyms.of` works it out, in hexadecimal; NULL stays NULL."""
    inner = bindparam(f"inner_{noun}", type_=LargeBinary())
    outer = bindparam(f"outer_{noun}", type_=LargeBinary())
    first = func.sha256(inner.op("||")(func.encode(value)))
    return func.sha256(outer.op("||")(func.unhex(first)))


def batches(origin: Relation, columns: Sequence[Carried], enough: ColumnElement[bool] | None = None) -> Iterator[Any]:
    """The place's columns as Arrow tables of some thousand rows: of all its rows, or of those that are enough."""
    statement = select(*(one.selected.label(one.name) for one in columns)).select_from(origin.table)
    if enough is not None:
        statement = statement.where(enough)
    if origin.dialect == "duckdb":
        # A streamed result of SQLAlchemy's fetches a first row at once, and with it DuckDB gives away 2,048.
        cursor: Any = origin.connection.execute(statement, execution_options={"stream_results": False}).cursor
        # DuckDB 1.4 gave the method another name.
        read = getattr(cursor, "to_arrow_reader", None) or cursor.fetch_record_batch
        import pyarrow as pa

        for batch in read(BATCH_ROWS):
            yield pa.Table.from_batches([batch])
        return
    yield from _transposed(origin.connection.execute(statement), columns)


def _transposed(result: CursorResult[Any], columns: Sequence[Carried]) -> Iterator[Any]:
    import pyarrow as pa

    kinds = {TEXT: pa.string(), NUMBER: pa.int64(), DAY: pa.date32(), INSTANT: pa.timestamp("us", tz="UTC"),
             LOCAL: pa.timestamp("us")}  # fmt: skip
    schema = pa.schema([(one.name, kinds[one.travels]) for one in columns])
    for rows in result.partitions(BATCH_ROWS):
        arrays = zip(*rows, strict=True)
        try:
            yield pa.table(
                [pa.array(values, type=kinds[one.travels]) for values, one in zip(arrays, columns, strict=True)],
                schema=schema,
            )
        except (pa.ArrowException, OverflowError) as error:
            # Its text quotes the value.
            raise CannotVerify(f"a value does not fit its column's type ({kind_of(error)})") from None
