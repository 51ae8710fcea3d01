"""What became of each request, whatever its deadline: closed when, refused with what, heard of when."""

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, not_, or_

from clausecheck.records.requests.day_numbers import NO_DAY
from clausecheck.records.requests.register import Condition, Expression, State, Told, flag

CLOSINGS = {"answered": "answered_at", "refused": "answered_at", "withdrawn": "withdrawn_at"}
_WHITE = ("\t", "\n", "\r", "\u00a0")


def with_events(told: Told) -> Told:
    """Beside each request: `closed` (NULL while it is open), `ended` (closed or today), `heard` (the first day on
    which the person heard of it, NULL where nobody can tell), and 1 or 0 for the rest.
    """
    told = told.beside(
        {
            "closed": _closed(told),
            "closing_unknown": flag(_closing_unknown(told)),
            "refused": flag(_refused(told)),
            "unreasoned": flag(and_(_refused(told), or_(*_lacking(told)))),
        },
        "closings",
    )
    return told.beside({"ended": func.coalesce(told["closed"], told.today), "heard": _heard(told)}, "ended")


def _closed(told: Told) -> Expression:
    cases = [
        (and_(told.status_is(status), told.is_in(role, State.NOW)), told[role])
        for status, role in CLOSINGS.items()
        if told.has(role)
    ]
    return case(*cases, else_=NO_DAY) if cases else NO_DAY


def _closing_unknown(told: Told) -> Condition:
    """It was closed, and nobody can tell when."""
    told_when = (State.NOW, State.AHEAD)
    return or_(*(and_(told.status_is(status), not_(told.is_in(role, *told_when))) for status, role in CLOSINGS.items()))


def _refused(told: Told) -> Condition:
    return and_(told.status_is("refused"), not_(told.is_in("answered_at", State.AHEAD)))


def _lacking(told: Told) -> list[Condition]:
    """Without a reason, or without a way to complain; a column that is not mapped tells neither."""
    return [literal(value=False), *(_blank(told, role) for role in ("reason", "complaint_route") if told.has(role))]


def _blank(told: Told, role: str) -> Condition:
    written: ColumnElement[str] = cast(told.rows.column(role), String(255))
    for white in _WHITE:  # a database trims spaces only
        written = func.replace(written, literal(white, String), " ")
    return func.coalesce(func.trim(written), "") == ""


def _heard(told: Told) -> Expression:
    """An answer tells the person of it too (11 CCR 7021(a))."""
    closed = told["closed"]
    acknowledged = case((told.is_in("acknowledged_at", State.NOW), told.number("acknowledged_at")), else_=NO_DAY)
    return case((or_(acknowledged.is_(None), closed < acknowledged), closed), else_=acknowledged)
