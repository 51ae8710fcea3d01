"""What PostgreSQL records: by its own settings, or by pgaudit, and for whom one of them was switched off again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sql.monitors.record import SIGN_INS, STATEMENTS, Record

_NAMES = ("log_connections", "log_statement", "pgaudit.log", "pgaudit.role")
WHERE_TO_LOOK = (
    "SELECT name, setting FROM pg_settings WHERE name IN ('log_connections', 'log_statement', 'pgaudit.log')"
)
# A setting of pgaudit is listed here only where the library itself is loaded.
_SERVER = text("SELECT name, setting, source FROM pg_catalog.pg_settings WHERE name = ANY(:names)")
_EXCEPTIONS = text(
    "SELECT d.setdatabase <> 0 AS is_here, r.rolname::text AS role, option FROM pg_catalog.pg_db_role_setting d"
    " LEFT JOIN pg_catalog.pg_roles r ON r.oid = d.setrole, unnest(d.setconfig) AS option"
    " WHERE d.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))"
    " ORDER BY d.setdatabase <> 0, r.rolname NULLS FIRST"
)
_OF_THIS_ROLE = ("user", "database user", "session", "client", "interactive")
"""Sources of a setting that hide what the server has for everybody else."""
_OFF = ("", "off", "false", "no", "0", "f", "n", "none")
_BY_OBJECT = "pgaudit records what its role was granted, and nobody can tell whether that is everything"
_UNTOLD = "this role has a setting of its own, which hides that of the server"

Settings = Mapping[str, str | None]
"""By name; `None` where it is hidden, missing where the server does not know it."""


@dataclass(frozen=True, kw_only=True)
class _Override:
    role: str | None
    name: str
    value: str


def records(connection: Connection, context: Context) -> list[Record]:
    """Both records as they hold for everybody, and one that is off for each role that was excepted."""
    rows = connection.execute(_SERVER, {"names": list(_NAMES)})
    server: Settings = {name: None if source in _OF_THIS_ROLE else setting for name, setting, source in rows}
    # Sorted so that what holds here comes after what holds in every database, and outweighs it.
    overrides = [_override(role, option) for _, role, option in connection.execute(_EXCEPTIONS)]
    for_all = dict(server) | {one.name: one.value for one in overrides if one.role is None and one.name in server}
    found = list(_two(for_all, ""))
    for role in dict.fromkeys(one.role for one in overrides if one.role):
        own = dict(for_all) | {one.name: one.value for one in overrides if one.role == role and one.name in server}
        shown = f", as far as {context.pseudonyms.of('role', role)} is concerned"
        excepted = zip(found, _two(own, shown), strict=False)
        found += [record for general, record in excepted if general.on and record.on is False]
    return found


def _override(role: str | None, option: str) -> _Override:
    name, _, value = option.partition("=")
    return _Override(role=role, name=name, value=value)


def _two(settings: Settings, whose: str) -> Iterator[Record]:
    yield _record(SIGN_INS + whose, [_is_on(settings, "log_connections")])
    statements = [_is_on(settings, "log_statement"), _is_on(settings, "pgaudit.log")]
    if _is_on(settings, "pgaudit.role") is not False and True not in statements:
        yield Record(what=STATEMENTS + whose, on=None, untold=_BY_OBJECT, where_to_look=WHERE_TO_LOOK)
    else:
        yield _record(STATEMENTS + whose, statements)


def _record(what: str, ways: list[bool | None]) -> Record:
    on = True if True in ways else None if None in ways else False
    return Record(what=what, on=on, untold=_UNTOLD if on is None else "", where_to_look=WHERE_TO_LOOK)


def _is_on(settings: Settings, name: str) -> bool | None:
    """Whether a setting makes the server record something: for pgaudit, a class of statements that is not taken off."""
    value = settings.get(name, "")
    if value is None:
        return None
    parts = [part.strip().lower() for part in value.split(",")]
    return any(part not in _OFF and not part.startswith("-") for part in parts)
