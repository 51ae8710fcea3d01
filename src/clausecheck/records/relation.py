"""A dataset's place as a question sees it: roles instead of columns, words instead of stored values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Integer,
    String,
    Table,
    and_,
    case,
    cast,
    collate,
    func,
    literal,
    null,
    or_,
    text,
    true,
    type_coerce,
    types,
)
from sqlalchemy.dialects import mysql

from clausecheck.errors import CannotVerify
from clausecheck.records.moments import Moment, Zones, moment_of
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place

Expression = ColumnElement[Any]
Condition = ColumnElement[bool]

RECORD = "record"
PERSON = "person"
VALUE = "value"

_TRUE, _FALSE = "true", "false"


@dataclass(frozen=True, eq=False)
class Relation:
    """One place of one dataset, bound to a connection. `table` is what a statement selects from."""

    connection: Connection
    table: Table
    dataset: Dataset
    place: Place
    zones: Zones
    pseudonyms: Pseudonyms
    hashed: bool = False
    """Whether keys and subjects are keyed hashes already, because the rows came from several systems."""
    stored: Table | None = None
    """The table itself where `table` is a subquery of it."""

    def label(self, key: object) -> str:
        """The pseudonym of a record's key."""
        return self.pseudonyms.shown(RECORD, str(key)) if self.hashed else self.pseudonyms.of(RECORD, key)

    @property
    def dialect(self) -> str:
        return self.connection.dialect.name

    def has(self, role: str) -> bool:
        """Whether the target maps this role here."""
        return role in self.place.roles

    def column(self, role: str) -> Expression:
        """The column of a role; `CannotVerify` where the table lacks it or the target maps none."""
        return self._named(self._mapped(role), role)

    def _mapped(self, role: str) -> str:
        if role not in self.place.roles:
            raise CannotVerify(
                f"dataset {self.dataset.name} names no column for the role {role}",
                remedy=f"name the column of {self.place.name} that holds it, `{role}: COLUMN`; "
                + self._sketch(role, role),
            )
        return self.place.roles[role]

    def _named(self, name: str, role: str) -> Expression:
        if name not in self.table.c:
            raise CannotVerify(
                f"{self.place.name} has no column {name}, which the role {role} of dataset {self.dataset.name} names",
                tried="reading the columns of the table",
                remedy=f"correct `{role}:` in the target, or let the auditing role see the column; "
                + self._sketch(name, role),
            )
        return self.table.c[name]

    def _sketch(self, name: str, role: str) -> str:
        """What somebody may write where the column is nowhere: a view that has it."""
        table = self.place.table
        view = f"CREATE VIEW {table.rpartition('.')[2]}_audited AS SELECT t.*, … AS {name} FROM {table} t"  # noqa: S608 - only shown
        return f"or map a view that tells the {role}: {view}"

    def identity(self, role: str) -> Expression:
        """A key or subject, compared as bytes whatever the database's collation; NULL stays NULL."""
        return as_bytes(self.column(role), self.dialect)

    def moment(self, role: str) -> Moment:
        """The role as a day or moment."""
        named = f"{self.place.table}.{self._mapped(role)}"
        return moment_of(self.connection, self.column(role), zones=self.zones, named=named)

    def word(self, role: str) -> Expression:
        """The stored value as the register's word, after `values`; NULL for what `values` does not know."""
        column = as_bytes(self.column(role), self.dialect)
        words = self.dataset.values.get(role)
        if words is None:
            return column
        return case(*((column == stored, literal(word, String)) for stored, word in words.items()), else_=null())

    def in_scope(self) -> Condition:
        """The rows that are this dataset's, by its `where`; never NULL."""
        return self.covered_by([self.dataset])

    def covered_by(self, datasets: Iterable[Dataset]) -> Condition:
        """The rows that one of these datasets of the same table claims; never NULL."""
        claims = [self._claim(dataset) for dataset in datasets]
        return func.coalesce(or_(*claims), False) if claims else true()

    def _claim(self, dataset: Dataset) -> Condition:
        return and_(
            true(),
            *(
                as_bytes(self._named(name, "where"), self.dialect) == _stored(value)
                for name, value in dataset.where.items()
            ),
        )


def as_bytes(column: Expression, dialect: str) -> Expression:
    """Text that two equal byte strings, and only they, have in common."""
    value = as_text(column, dialect)
    if dialect in {"mysql", "mariadb"}:
        # Typed as text, so that words and keys compared with it are bound as text.
        return type_coerce(cast(value, types.BINARY), String())
    if dialect == "sqlite":
        return collate(value, "BINARY")
    # DuckDB does not tell a column's collation.
    if dialect == "duckdb" or (dialect == "postgresql" and getattr(column.type, "collation", None)):
        return collate(value, "C")
    return value


def as_text(column: Expression, dialect: str) -> Expression:
    """A stored value as text: booleans are "true" and "false", numbers their digits."""
    kind = column.type
    if isinstance(kind, Boolean) or (isinstance(kind, mysql.TINYINT) and kind.display_width == 1):
        return case((column.is_(None), null()), (_is_true(column), literal(_TRUE)), else_=literal(_FALSE))
    if dialect in {"mysql", "mariadb"}:
        as_char = column if isinstance(kind, String) else cast(column, String(255))
        return func.convert(as_char.op("USING")(text("utf8mb4")), type_=String())
    if isinstance(kind, String) and type(kind).__name__ not in {"CITEXT", "ENUM"} and not isinstance(kind, types.Enum):
        return column
    return cast(column, String)


def _is_true(column: Expression) -> Condition:
    return column if isinstance(column.type, Boolean) else cast(column, Integer) != 0


def _stored(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return _TRUE if value else _FALSE
    return str(value)


def word_is(word: Expression, words: Sequence[str]) -> Condition:
    """Whether a word is one of these; false, not NULL, where it is NULL."""
    return func.coalesce(word.in_(list(words)), False)
