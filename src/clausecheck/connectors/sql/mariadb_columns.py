"""Columns of a MariaDB or MySQL view for an account that may read it but not see how it is made."""

from typing import Any

from sqlalchemy import Column, Connection, text
from sqlalchemy.types import NullType

# SQLAlchemy asks SHOW CREATE TABLE, which a view refuses without the privilege SHOW VIEW.
_COLUMNS = text(
    "SELECT column_name, data_type, column_type, character_maximum_length, datetime_precision, collation_name"
    " FROM information_schema.columns WHERE table_schema = COALESCE(:schema, DATABASE()) AND table_name = :name"
    " ORDER BY ordinal_position"
)
_TEXTS = ("char", "varchar", "tinytext", "text", "mediumtext", "longtext")


def columns_of(connection: Connection, name: str, schema: str | None) -> list[Column[Any]]:
    """The columns as `information_schema` tells them; none where this account sees no such table or view."""
    rows = connection.execute(_COLUMNS, {"schema": schema, "name": name}).all()
    return [Column(row[0], _type(connection, *row[1:])) for row in rows]


def _type(connection: Connection, data: str, full: str, length: int | None, fsp: int | None, collation: str) -> Any:
    known: Any = connection.dialect
    kind = known.ischema_names.get(data.lower())
    if kind is None:
        return NullType()
    if data in _TEXTS:
        return kind(length=length, collation=collation) if "char" in data else kind(collation=collation)
    if data in ("datetime", "timestamp", "time"):
        return kind(fsp=fsp or None)
    return kind(display_width=1) if full == "tinyint(1)" else kind()
