"""What a PostgreSQL role may do."""

from sqlalchemy import Connection, text

from clausecheck.connectors.sql.rights.words import OWN_ROLE, Rights, counted, listed
from clausecheck.connectors.sql.row_security import HIDING
from clausecheck.targets.model import System

_ROLE = text(
    "SELECT current_user::text, current_setting('server_version'), current_database()::text,"
    " (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user),"
    " has_database_privilege(current_database(), 'CREATE')"
)
_TABLES = text(
    "SELECT n.nspname::text, c.relname::text, has_schema_privilege(n.oid, 'USAGE') AS usable,"  # noqa: S608 - constants only
    " has_table_privilege(c.oid, 'SELECT') AS readable,"
    " has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') AS writable,"
    f" {HIDING} AS filtered"
    " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    " JOIN pg_catalog.pg_roles o ON o.rolname = current_user"
    " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
    " ORDER BY 1, 2"
)


def rights_of(connection: Connection, _: System) -> Rights:
    """Every table and view outside the system's schemas: readable, writable, filtered; and the grants that help."""
    role, version, database, is_superuser, may_create = connection.execute(_ROLE).one()
    quote = connection.dialect.identifier_preparer.quote
    tables = connection.execute(_TABLES).all()
    closed = [table for table in tables if not (table.usable and table.readable)]
    schemas = dict.fromkeys(table[0] for table in closed if not table.usable)
    grants = [f"GRANT USAGE ON SCHEMA {quote(schema)} TO {quote(role)};" for schema in schemas]
    grants += [f"GRANT SELECT ON {quote(table[0])}.{quote(table[1])} TO {quote(role)};"
               for table in closed if not table.readable]  # fmt: skip
    filtered = [f"{table[0]}.{table[1]}" for table in tables if table.filtered]
    warnings = [f"row-level security may hide rows of {name} from this role" for name in filtered]
    grants += [f"ALTER ROLE {quote(role)} BYPASSRLS;"] if filtered else []
    writable = sum(table.writable for table in tables)
    if is_superuser:
        warnings.append(f"{role} is a superuser; {OWN_ROLE}")
    elif writable or may_create:
        warnings.append(f"{role} can write to {writable} of {len(tables)} tables and views; {OWN_ROLE}")
    return Rights(
        identity=f"{role}, database {database}, PostgreSQL {version}",
        can=counted(len(tables) - len(closed), len(tables)),
        missing=listed([f"SELECT on {table[0]}.{table[1]}" for table in closed]),
        grants=listed(grants),
        warnings=tuple(warnings),
    )
