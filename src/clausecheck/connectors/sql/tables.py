"""Every table and view that a role sees, with its columns, as the database itself lists them."""

from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, Table, inspect, text
from sqlalchemy.exc import DBAPIError

from clausecheck.connectors.protocol import Missing
from clausecheck.connectors.sql.reflecting import columns_in
from clausecheck.errors import CannotVerify
from clausecheck.facts import Unreadable
from clausecheck.redaction import Pseudonyms, kind_of, shown_name

# Partitions hold rows of their parent, which is listed.
_POSTGRESQL = text(
    "SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_class c"
    " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition"
    " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1, 2"
)
_MARIADB = text(
    "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema NOT IN"
    " ('mysql', 'information_schema', 'performance_schema', 'sys') ORDER BY 1, 2"
)
_DUCKDB = text(
    "SELECT table_schema, table_name FROM information_schema.tables WHERE table_catalog = current_database()"
    " AND table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY 1, 2"
)
_LISTS = {"postgresql": _POSTGRESQL, "mysql": _MARIADB, "mariadb": _MARIADB, "duckdb": _DUCKDB}


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The tables and views in the order of their names. `schema` is None for those of the default one."""

    tables: tuple[Table, ...]
    unreadable: tuple[Unreadable, ...] = ()


def listing(connection: Connection, system: str, pseudonyms: Pseudonyms) -> Listing:
    """All tables and views outside the engine's own catalogues, in every schema that this role sees.

    What is listed and cannot be described (a view over a table that is gone, files that are not there) is unreadable.
    """
    tables: list[Table] = []
    missing: dict[str, Missing] = connection.info.get("missing", {})
    unreadable = [Unreadable(what=f"{system}.{name}", why=one.why, remedy=one.remedy) for name, one in missing.items()]
    for schema, name in _names(connection):
        try:
            tables.append(_described(connection, schema, name))
        except (CannotVerify, DBAPIError) as error:
            why = f"its columns are not told ({kind_of(error)})"
            unreadable.append(
                Unreadable(what=shown_table(system, schema, name, pseudonyms), why=why, remedy="repair or drop it")
            )
    return Listing(tables=tuple(tables), unreadable=tuple(unreadable))


def _names(connection: Connection) -> list[tuple[str | None, str]]:
    listed = _LISTS.get(connection.dialect.name)
    if listed is None:
        names = [*inspect(connection).get_table_names(), *inspect(connection).get_view_names()]
        return [(None, name) for name in sorted(names)]
    default = inspect(connection).default_schema_name or "main"
    return [(None if schema == default else schema, name) for schema, name in connection.execute(listed)]


def _described(connection: Connection, schema: str | None, name: str) -> Table:
    columns = columns_in(connection, name, schema)
    if not columns:
        raise CannotVerify("it has no column that this role can see")
    return Table(name, MetaData(), *columns, schema=schema)


def shown_table(system: str, schema: str | None, name: str, pseudonyms: Pseudonyms) -> str:
    """A table as it may be called to readers, after its system and, where it is not the default one, its schema."""
    return ".".join([system, *(shown_name(part, pseudonyms, "table") for part in (schema, name) if part)])
