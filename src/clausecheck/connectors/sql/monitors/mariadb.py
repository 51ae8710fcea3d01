"""What MariaDB records: by the plugin server_audit, or by its general log."""

from sqlalchemy import Connection, text

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sql.monitors.record import SIGN_INS, STATEMENTS, Record
from clausecheck.errors import CannotVerify

WHERE_TO_LOOK = "SHOW GLOBAL VARIABLES WHERE Variable_name LIKE 'server_audit_%' OR Variable_name LIKE 'general_log%'"
# The variables of server_audit are there only where the plugin is.
_VARIABLES = text(
    "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('general_log', 'log_output', 'server_audit_logging',"
    " 'server_audit_events', 'server_audit_incl_users', 'server_audit_excl_users')"
)


def records(connection: Connection, context: Context) -> list[Record]:  # noqa: ARG001 - as every database's
    """Both records; and one that is off where server_audit leaves accounts out, whom the general log does not record.

    `CannotVerify` for MySQL, whose audit log is another.
    """
    if not getattr(connection.dialect, "is_mariadb", False):
        raise CannotVerify("MySQL's record of what is done is not read yet")
    told = {str(name): str(value) for name, value in connection.execute(_VARIABLES)}
    general = told.get("general_log") == "ON" and told.get("log_output") != "NONE"
    audit = told.get("server_audit_logging") == "ON"
    events = {event.strip().upper() for event in told.get("server_audit_events", "").split(",") if event.strip()}
    statements = audit and (not events or any(event.startswith(("QUERY", "TABLE")) for event in events))
    found = [
        _record(SIGN_INS, general or (audit and (not events or "CONNECT" in events))),
        _record(STATEMENTS, general or statements),
    ]
    if statements and not general:
        found += [
            _record(f"{STATEMENTS} of the accounts that {variable} leaves out", on=False)
            for variable in ("server_audit_incl_users", "server_audit_excl_users")
            if told.get(variable)
        ]
    return found


def _record(what: str, on: bool) -> Record:
    return Record(what=what, on=on, where_to_look=WHERE_TO_LOOK)
