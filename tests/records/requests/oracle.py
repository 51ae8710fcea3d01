"""Deadlines in plain Python, one request at a time, written from the sentences of rigour 25 and 29."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

DAY = timedelta(days=1)
CODES = {"germany": ("DE", None), "DE-BY": ("DE", "BY"), "california": ("US", "CA"), "US-CA": ("US", "CA")}
CALIFORNIA = {"california", "US-CA"}


@dataclass(frozen=True, kw_only=True)
class Request:
    """Days are days of the policy; `None` is nothing, `UNUSABLE` a value that tells no day."""

    right: str | None
    status: str | None
    jurisdiction: str | None
    received: date | None
    acknowledged: date | None
    answered: date | None
    extended: date | None
    paused: date | None
    resumed: date | None
    withdrawn: date | None
    reason: str | None
    route: str | None


UNUSABLE = date(1970, 1, 1)


def off(day: date, jurisdiction: str | None) -> bool:
    return day.weekday() >= 5 or (jurisdiction in CODES and day in known(jurisdiction))


@cache
def known(jurisdiction: str) -> frozenset[date]:
    country, part = CODES[jurisdiction]
    return frozenset(holidays.country_holidays(country, subdiv=part, years=range(2025, 2029)))


def working(day: date, jurisdiction: str | None) -> date:
    while off(day, jurisdiction):
        day += DAY
    return day


def business(day: date, number: int) -> date:
    while number:
        day += DAY
        number -= not off(day, "california")
    return day


def months(day: date, number: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def told(day: date | None, request: Request, today: date) -> str:
    """ "absent", "now", "ahead" or "unusable" for what happened to a request."""
    if day is None:
        return "absent"
    if day == UNUSABLE or day > today + DAY:
        return "unusable"
    if day > today:
        return "ahead"
    return "now" if request.received and day >= request.received else "unusable"


def verdict(request: Request, kind: str, today: date) -> str:
    """ "fine", "mishandled" or "undecidable" under one of: default, california, sale."""
    received = request.received
    if received is None or received == UNUSABLE or received > today + DAY:
        return "undecidable"
    if request.right is None or request.status not in {"open", "answered", "refused", "withdrawn"}:
        return "undecidable"
    closed, unknown = closing(request, today)
    refused = request.status == "refused" and told(request.answered, request, today) != "ahead"
    wrong, doubts = [], []
    late_now, doubtful = late(request, kind, today, closed or today, refused)
    if late_now and unknown:
        doubts.append("closing")
    elif late_now:
        (doubts if doubtful else wrong).append("late")
    elif doubtful == "extension":
        doubts.append("late")
    if refused and not ((request.reason or "").strip() and (request.route or "").strip()):
        wrong.append("unexplained")
    if kind == "california":
        wrong_too, doubt_too = unheard(request, today, closed, unknown)
        wrong += wrong_too
        doubts += doubt_too
    return "mishandled" if wrong else "undecidable" if doubts else "fine"


def closing(request: Request, today: date) -> tuple[date | None, bool]:
    """The day on which it was closed, and whether it was on a day that nobody knows."""
    if request.status == "open":
        return None, False
    day = request.withdrawn if request.status == "withdrawn" else request.answered
    state = told(day, request, today)
    return (day, False) if state == "now" else (None, state != "ahead")


def late(request: Request, kind: str, today: date, ended: date, refused: bool) -> tuple[bool, str]:
    """Whether its last day has passed, and what makes that unsure."""
    assert request.received
    if kind == "sale":
        return ended > business(request.received, 15), ""
    first, longest, doubt = ends(request, kind)
    notice = told(request.extended, request, today)
    may = not (kind == "default" and refused)
    if may and notice == "now" and request.extended and request.extended <= first:
        return ended > longest, doubt
    if ended > first and not doubt and may and notice == "unusable" and ended <= longest:
        return True, "extension"
    return ended > first, doubt


def ends(request: Request, kind: str) -> tuple[date, date, str]:
    """The last day, the last day if extended, and a doubt about the pause."""
    received = request.received
    assert received
    if kind == "california":
        return received + 45 * DAY, received + 90 * DAY, ""
    first, longest = months(received, 1), months(received, 3)
    return *(with_pause(request, one) for one in (first, longest)), pause_doubt(request)


def with_pause(request: Request, end: date) -> date:
    moved = working(end, request.jurisdiction)
    if request.paused in {None, UNUSABLE}:
        return moved
    assert request.paused
    assert request.received
    since = max(request.paused, request.received)
    if since > moved:
        return moved
    if request.resumed is None:
        return date.max
    if request.resumed == UNUSABLE:
        return moved
    return working(end + max(request.resumed - since, timedelta()), request.jurisdiction)


def pause_doubt(request: Request) -> str:
    paused, resumed = request.paused, request.resumed
    if UNUSABLE in {paused, resumed} or (resumed and not paused):
        return "pause"
    return "pause" if paused and resumed and resumed < paused else ""


def unheard(request: Request, today: date, closed: date | None, unknown: bool) -> tuple[list[str], list[str]]:
    assert request.received
    state = told(request.acknowledged, request, today)
    signs = [day for day in (closed, request.acknowledged if state == "now" else None) if day]
    if min(signs, default=today) <= business(request.received, 10):
        return [], []
    unsure = state == "unusable" or unknown
    return ([], ["heard"]) if unsure else (["heard"], [])
