"""PostgreSQL's row-level security: whether rows may be hidden from the auditing role (rigour 13)."""

from sqlalchemy import Connection, Table, text

# What a name reads: itself, or, for a view, all that its rule reaches. Policies are applied to the view's owner
# there, unless the view was made with security_invoker.
_REACHED = """
WITH RECURSIVE reached(oid, role, through_view) AS (
    SELECT to_regclass(:name)::oid, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user), false
  UNION
    SELECT d.refobjid, CASE WHEN EXISTS (
             SELECT 1 FROM pg_catalog.pg_options_to_table(v.reloptions) AS option
             WHERE option.option_name = 'security_invoker' AND option.option_value::boolean)
           THEN r.role ELSE v.relowner END, true
    FROM reached r
    JOIN pg_catalog.pg_class v ON v.oid = r.oid AND v.relkind IN ('v', 'm')
    JOIN pg_catalog.pg_rewrite w ON w.ev_class = v.oid
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = w.oid
     AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> r.oid
)
"""
# Superusers, roles with BYPASSRLS and owners without FORCE are not filtered. A permissive policy of `true` shows
# every row, unless a restrictive one takes some away.
HIDING = """
    c.relrowsecurity AND NOT (o.rolsuper OR o.rolbypassrls)
    AND NOT (pg_catalog.pg_has_role(o.oid, c.relowner, 'USAGE') AND NOT c.relforcerowsecurity)
    AND (NOT EXISTS (SELECT 1 FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive
            AND p.polcmd IN ('r', '*') AND pg_catalog.pg_get_expr(p.polqual, p.polrelid) = 'true'
            AND EXISTS (SELECT 1 FROM unnest(p.polroles) AS named(oid)
                        WHERE named.oid = 0 OR pg_catalog.pg_has_role(o.oid, named.oid, 'USAGE')))
      OR EXISTS (SELECT 1 FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive
            AND p.polcmd IN ('r', '*') AND pg_catalog.pg_get_expr(p.polqual, p.polrelid) IS DISTINCT FROM 'true'))
"""
"""SQL: whether rows of the table `c` (pg_class) may be hidden from the role `o` (pg_roles)."""
_HIDDEN = text(
    f"{_REACHED} SELECT DISTINCT c.relname::text, r.through_view FROM reached r"  # noqa: S608 - constants only
    f" JOIN pg_catalog.pg_class c ON c.oid = r.oid JOIN pg_catalog.pg_roles o ON o.oid = r.role"
    f" WHERE {HIDING} ORDER BY 1"
)


def hides_rows(connection: Connection, table: Table) -> str:
    """Why rows of this table or view may be hidden from the role that reads; "" where none are.

    Databases other than PostgreSQL hide no rows of a table.
    """
    if connection.dialect.name != "postgresql":
        return ""
    name = connection.dialect.identifier_preparer.format_table(table)
    hidden = connection.execute(_HIDDEN, {"name": name}).all()
    if not hidden:
        return ""
    reached, through_view = hidden[0]
    seen_through = f", which the view {table.name} reads," if through_view else ""
    return f"row-level security of {reached}{seen_through} may hide rows from this role"
