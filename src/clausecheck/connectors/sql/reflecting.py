"""What a table or view looks like: its columns and their types, of that one table only."""

from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, inspect, text
from sqlalchemy.exc import DBAPIError, NoSuchTableError, UnreflectableTableError

from clausecheck.connectors.protocol import Missing
from clausecheck.connectors.sql.mariadb_columns import columns_of
from clausecheck.errors import CannotVerify

_ON_UPDATE = text(
    "SELECT column_name FROM information_schema.columns WHERE table_schema = COALESCE(:schema, DATABASE())"
    " AND table_name = :name AND LOWER(extra) LIKE '%on update%'"
)

_DENIED = (1142, 1345)
"""Error numbers of an account that may read a view, but not see its definition."""


def split(name: str) -> tuple[str | None, str]:
    """`schema.table` as both, `table` as no schema and itself."""
    schema, dot, table = name.rpartition(".")
    return (schema, table) if dot else (None, name)


def reflected(connection: Connection, name: str) -> Table:
    """The table or view `name` or `schema.name`, with its columns and their types as the database declares them.

    Keys, indexes and other tables are not looked up. `CannotVerify` where this role sees no such table or view.
    """
    schema, table = split(name)
    missing: Missing | None = connection.info.get("missing", {}).get(name)
    if missing:
        raise CannotVerify(f"there is nothing to read as {name}: {missing.why}", remedy=missing.remedy)
    columns = columns_in(connection, table, schema)
    if not columns:
        raise CannotVerify(
            f"there is no table or view {name} that this role can see",
            remedy="correct the dataset's table, or grant SELECT on it",
        )
    return Table(table, MetaData(), *columns, schema=schema)


def columns_in(connection: Connection, table: str, schema: str | None) -> list[Column[Any]]:
    """The columns of one table or view with their types; none where this role sees no such table."""
    try:
        found = inspect(connection).get_columns(table, schema=schema)
    except (NoSuchTableError, UnreflectableTableError):
        return []
    except DBAPIError as error:
        if connection.dialect.name == "sqlite" and "unknown database" in str(error.orig):
            return []
        if connection.dialect.name != "mysql" or error.orig is None or error.orig.args[0] not in _DENIED:
            raise
        return columns_of(connection, table, schema)
    return [Column(column["name"], column["type"]) for column in found]


def changes_on_update(connection: Connection, table: Table) -> frozenset[str]:
    """The columns that the database itself sets when a row is updated (rigour 15): no anchors.

    MariaDB and MySQL tell theirs (`ON UPDATE CURRENT_TIMESTAMP`). What a trigger does cannot be known: empty elsewhere.
    """
    if connection.dialect.name != "mysql":
        return frozenset()
    return frozenset(connection.scalars(_ON_UPDATE, {"schema": table.schema, "name": table.name}))
