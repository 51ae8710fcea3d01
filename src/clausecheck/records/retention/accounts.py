"""Accounts: the clock starts at the latest end of service of that person or company (rigour 10)."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, not_, null, or_, select, true, union_all
from sqlalchemy.sql.selectable import FromClause, Select, Subquery

from clausecheck.errors import CannotVerify
from clausecheck.policy.obligations.retention import Retention
from clausecheck.records.asking import Audit
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.holds import Hold
from clausecheck.records.scan import Classes, Condition, is_true

ACTIVE, CLOSED = ("active",), ("closed", "ended")


def services_joined(
    accounts: Relation, source: FromClause, services: Relation | None, audit: Audit
) -> tuple[FromClause, Subquery]:
    """Join (subject, active, endless, last_day) of all services of the account's subject, from both datasets.

    `CannotVerify` where the target maps nothing that tells of services: they may all be active.
    """
    told = [_ends(services, audit)] if services is not None else []
    if accounts.has("service_end") or (services is None and accounts.has("status")):
        told.append(_ends(accounts, audit, alone=services is None))
    if not told:
        raise CannotVerify(
            f"nothing tells which services of {accounts.place.name} have ended, and when",
            remedy="map a dataset of category services, or the roles status and service_end of the accounts",
        )
    ends = union_all(*told).subquery("ends")
    latest = (
        select(
            ends.c.subject,
            func.max(ends.c.active).label("active"),
            func.max(ends.c.endless).label("endless"),
            func.max(ends.c.last_day).label("last_day"),
        )
        .group_by(ends.c.subject)
        .subquery("latest")
    )
    return source.outerjoin(latest, latest.c.subject == accounts.identity("subject")), latest


def _ends(services: Relation, audit: Audit, *, alone: bool = False) -> Select[Any]:
    """(subject, active, endless, last_day) a row: 1 where it is active, 1 where it is ended without a usable day.

    `alone` where no other dataset tells of services: a row without status and end may then be an active one.
    """
    active, told, day = _active(services, audit), _told(services), _day(services)
    return (
        select(
            services.identity("subject").label("subject"),
            case((active, 1), else_=0).label("active"),
            case((and_(not_(active), not_(told), true() if alone else _is_service(services)), 1), else_=0).label(
                "endless"
            ),
            case((and_(not_(active), told), day), else_=null()).label("last_day"),
        )
        .select_from(services.table)
        .where(services.in_scope(), services.identity("subject").is_not(None))
    )


def _active(services: Relation, audit: Audit) -> Condition:
    future = is_true(services.moment("service_end").after(audit.as_of)) if services.has("service_end") else false()
    if not services.has("status"):
        return future
    word = services.word("status")
    usable = not_(services.moment("service_end").undecidable) if services.has("service_end") else false()
    return or_(word_is(word, ACTIVE), and_(word_is(word, CLOSED), usable, future))


def _told(services: Relation) -> Condition:
    """Whether the row tells a usable last day of a service that has ended."""
    if not services.has("service_end"):
        return false()
    usable = not_(services.moment("service_end").undecidable)
    return and_(usable, word_is(services.word("status"), CLOSED)) if services.has("status") else usable


def _is_service(services: Relation) -> Condition:
    """An account row without status and end tells of no service at all; a row of the services' register always does."""
    if services.has("status"):
        return true()
    return not_(services.moment("service_end").absent)


def _day(services: Relation) -> ColumnElement[Any]:
    return services.moment("service_end").day if services.has("service_end") else null()


def classes(
    accounts: Relation, latest: Subquery, asked: list[Retention], hold: Hold | None, audit: Audit
) -> list[Classes]:
    today = accounts.zones.day_of(audit.as_of)
    return [_classes(accounts, latest, one.period.cut_off(today), hold, audit) for one in asked]


def _classes(accounts: Relation, latest: Subquery, cut_off: Any, hold: Hold | None, audit: Audit) -> Classes:
    left, created = _optional(accounts, "left_at"), _optional(accounts, "created_at")
    gone = and_(not_(left.absent), not_(is_true(left.after(audit.as_of)))) if left else false()
    nobody = and_(not_(gone), accounts.identity("subject").is_(None))
    serving = and_(not_(gone), func.coalesce(latest.c.active, 0) == 1)
    decided = or_(gone, nobody, serving)
    endless = and_(not_(decided), func.coalesce(latest.c.endless, 0) == 1)
    ended = and_(not_(decided), func.coalesce(latest.c.endless, 0) == 0, latest.c.last_day.is_not(None))
    never = and_(not_(decided), func.coalesce(latest.c.endless, 0) == 0, latest.c.last_day.is_(None))
    undecidable = {
        "names no person or company": nobody,
        "a service ended on no usable day": endless,
        "never served and created on no usable day": and_(never, created.undecidable) if created else never,
    }
    overdue = [and_(ended, latest.c.last_day < _as_day(accounts, cut_off))]
    if created:
        overdue.append(and_(never, created.before_day(cut_off)))
    if left:
        undecidable["left on no usable day"] = and_(gone, left.undecidable)
        overdue.append(and_(gone, left.before_day(cut_off)))
    late = or_(*overdue)
    if hold:
        undecidable |= hold.unknowns(late)
    return Classes(
        found={"overdue": late},
        undecidable=undecidable,
        held=hold.held(late) if hold else {},
        counts=hold.counts(late) if hold else {},
    )


def _optional(accounts: Relation, role: str) -> Any:
    return accounts.moment(role) if accounts.has(role) else None


def _as_day(accounts: Relation, day: Any) -> Any:
    return day.isoformat() if accounts.dialect == "sqlite" else day
