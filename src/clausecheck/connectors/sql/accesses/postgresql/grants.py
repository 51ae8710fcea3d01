"""Owners of tables, and whoever was granted something on them, on their columns, or on tables to come."""

from sqlalchemy import Connection, text

from clausecheck.connectors.sql.accesses.declared import EVERYBODY, Declared, everybody
from clausecheck.facts import Access
from clausecheck.facts.listing import AMONG, remarked

# A view shows what it was granted on. A routine that runs with its owner's rights may show anything, and one without
# a list of grants can be executed by everybody; those of extensions are not the company's own.
_STATEMENT = """
WITH schemas AS (
  SELECT oid, nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), tables AS (
  SELECT c.oid, s.nspname, c.relname, c.relowner, c.relacl FROM pg_catalog.pg_class c
  JOIN schemas s ON s.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
), found AS (
  SELECT 'ownership' AS kind, nspname, relname AS name, relowner AS grantee, 'ALL' AS allowed, '' AS part FROM tables
  UNION ALL
  SELECT 'grant', t.nspname, t.relname, e.grantee, e.privilege_type, ''
  FROM tables t, pg_catalog.aclexplode(t.relacl) e WHERE e.grantee <> t.relowner
  UNION ALL
  SELECT 'column grant', t.nspname, t.relname, e.grantee, e.privilege_type, a.attname
  FROM tables t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND NOT a.attisdropped,
    pg_catalog.aclexplode(a.attacl) e WHERE e.grantee <> t.relowner
  UNION ALL
  SELECT 'default privilege', COALESCE(n.nspname, '*'), r.rolname, e.grantee, e.privilege_type, ''
  FROM pg_catalog.pg_default_acl d JOIN pg_catalog.pg_roles r ON r.oid = d.defaclrole
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace,
    pg_catalog.aclexplode(d.defaclacl) e WHERE d.defaclobjtype = 'r' AND e.grantee <> d.defaclrole
  UNION ALL
  SELECT 'routine', s.nspname, p.proname, e.grantee, e.privilege_type, ''
  FROM pg_catalog.pg_proc p JOIN schemas s ON s.oid = p.pronamespace,
    pg_catalog.aclexplode(COALESCE(p.proacl, pg_catalog.acldefault('f', p.proowner))) e
  WHERE p.prosecdef AND e.grantee <> p.proowner AND NOT EXISTS (
    SELECT 1 FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
)
SELECT f.kind, f.nspname::text, f.name::text, r.rolname::text,
  string_agg(DISTINCT f.allowed, ', ' ORDER BY f.allowed), string_agg(DISTINCT f.part, ', ' ORDER BY f.part)
FROM found f LEFT JOIN pg_catalog.pg_roles r ON r.oid = f.grantee
GROUP BY f.kind, f.nspname, f.name, f.grantee, r.rolname ORDER BY 1, 2, 3, 4
"""
WHERE_TO_LOOK = remarked(AMONG, " ".join(_STATEMENT.split()))
_EVERY = "*"
_ROUTINE = "a routine that runs with its owner's rights may show anything: say in the inventory what it does not"


def grants(connection: Connection, declared: Declared) -> tuple[list[Access], dict[str, str]]:
    """One access for each owner or grantee of each table; and for each role among them what it reaches."""
    found, reaching = [], {}
    for kind, schema, name, to, allowed, part in connection.execute(text(_STATEMENT)):
        if kind != "default privilege" and _is_harmless(schema, name, declared):
            continue
        found.append(_access(kind, schema, name, to, allowed, part, declared))
        if to and kind != "routine":
            reaching[to] = "the tables that it was granted or owns"
    return found, reaching


def _is_harmless(schema: str, name: str, declared: Declared) -> bool:
    return f"{schema}.{name}" in declared.harmless or (schema == "public" and name in declared.harmless)


def _access(kind: str, schema: str, name: str, to: str | None, allowed: str, part: str, declared: Declared) -> Access:
    place = declared.place(schema, name)
    if kind == "default privilege":
        owner, where = declared.shown(name), declared.place(schema)
        is_everywhere = schema == _EVERY
        place = (
            f"tables to come of {owner} in every schema" if is_everywhere else f"tables to come of {owner} in {where}"
        )
    what = {
        "ownership": f"ownership of {place} by {{to}}",
        "column grant": f"grant {allowed} on {declared.columns(part)} of {place} to {{to}}",
        "routine": f"grant EXECUTE on {place}, which runs with its owner's rights, to {{to}}",
    }.get(kind, f"{kind} {allowed} on {place} to {{to}}")
    if kind == "routine" and not (declared.names and to in declared.names):
        who = declared.shown(to) if to else EVERYBODY
        return Access(
            label=what.replace("{to}", who), kind=kind, to=who, reaches=place, declared=None,
            open_to_everybody=False if to else None, untold=_ROUTINE,
        )  # fmt: skip
    if to is None:
        return everybody(kind, what.replace("{to}", "PUBLIC"), reaches=place)
    return declared.access(kind, what, to, reaches=place)
