"""By which day a request had to be answered, acknowledged or refused (rigour 25)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, and_, case, false, literal, or_, true

from clausecheck.periods import Period
from clausecheck.policy.obligations.rights import RequestDeadline
from clausecheck.records.requests.day_numbers import NO_DAY
from clausecheck.records.requests.register import Condition, Expression, Told, flag
from clausecheck.records.requests.steps import WAIT, moved
from clausecheck.records.requests.working_days import is_known
from clausecheck.records.scan import is_true

_NEVER = 100_000_000
"""How long a pause lasts that has no end."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The terms of a deadline, whatever right it is for."""

    is_default: bool
    jurisdiction: str
    within: Period | None
    business_days: int | None
    extended_by: Period | None
    acknowledged_in: int | None

    @classmethod
    def of(cls, obligation: RequestDeadline) -> "Rule":
        return cls(
            is_default=obligation.is_default,
            jurisdiction=obligation.jurisdiction,
            within=obligation.answered_within,
            business_days=obligation.answered_in_business_days,
            extended_by=obligation.extended_by,
            acknowledged_in=obligation.acknowledged_in_business_days,
        )

    @property
    def extended(self) -> Period | None:
        """Receipt to the extended deadline: one period, so that 31 January and three months end on 30 April."""
        if self.within is None or self.extended_by is None:
            return None
        more = self.extended_by
        return Period(months=self.within.months + more.months, days=self.within.days + more.days)


def with_deadlines(told: Told, rules: Sequence[Rule]) -> Told:
    """The register with the numbers of each rule's last days: `0_first`, `0_longest`, `0_acknowledged` for rule 0.

    `longest` is the last day with an extension, whether notice of one was given or not.
    """
    raw = [{f"{number}_{of}": one for of, one in _raw(told, rule).items()} for number, rule in enumerate(rules)]
    counted = {name: one for each in raw for name, one in each.items()}
    told = told.beside(_pause(told) | {"days_off": _days_off(told)} | counted, "counted")
    working = [_moved(told, rule, number) for number, rule in enumerate(rules)]
    told = told.beside({name: one for each in working for name, one in each.items()}, "moved")
    ends = [f"{number}_{of}" for number in range(len(rules)) for of in ("first", "longest")]
    return told.beside({name: _with_pause(told, name) for name in ends}, "due")


def _raw(told: Told, rule: Rule) -> dict[str, Expression]:
    """The days as counted from receipt, before any is moved."""
    first = _business(told, rule, rule.business_days) if rule.within is None else _after(told, rule.within)
    return {
        "first_counted": first,
        "longest_counted": first if rule.extended is None else _after(told, rule.extended),
        "acknowledged": NO_DAY if rule.acknowledged_in is None else _business(told, rule, rule.acknowledged_in),
    }


def _after(told: Told, period: Period) -> Expression:
    return told.span.after(period).from_number(told["received_at"])


def _business(told: Told, rule: Rule, number: int | None) -> Expression:
    return told.span.business_days_later(number or 0, rule.jurisdiction).from_number(told["received_at"])


def _pause(told: Told) -> dict[str, Expression]:
    """Since when the clock stood still, not before the receipt, for how many days, and whether that can be told."""
    if not told.has("paused_from"):
        return {"paused": NO_DAY, "stood": literal(0), "pause_in_doubt": flag(_doubtful(told))}
    received, since, until = told["received_at"], told["paused_from"], told.number("paused_until")
    began = case((since < received, received), else_=since)
    endless = told["paused_until_absent"] == 1 if told.has("paused_until") else true()
    stood = case((endless, _NEVER), (until > began, until - began), else_=0)
    return {"paused": began, "stood": stood, "pause_in_doubt": flag(_doubtful(told))}


def _doubtful(told: Told) -> Condition:
    """The register tells a pause, and not when it began or ended."""
    unread = {
        role: and_(told[f"{role}_absent"] == 0, told[role].is_(None))
        for role in ("paused_from", "paused_until")
        if told.has(role)
    }
    if "paused_until" not in unread:
        return or_(false(), *unread.values())
    ended = told["paused_until_absent"] == 0
    if "paused_from" not in unread:
        return ended
    began = told["paused_from_absent"] == 0
    backwards = is_true(told["paused_until"] < told["paused_from"])
    return or_(*unread.values(), and_(ended, or_(backwards, and_(ended, ~began))))


def _moved(told: Told, rule: Rule, number: int) -> dict[str, Expression]:
    """Each last day on a working day: as it is, and as long later as the clock stood."""
    days = {}
    for of in ("first", "longest"):
        counted = told[f"{number}_{of}_counted"]
        days[f"{number}_{of}_unpaused"] = _to_working_day(told, counted) if rule.is_default else counted
        days[f"{number}_{of}_paused"] = _to_working_day(told, counted + told["stood"]) if rule.is_default else NO_DAY
    return days


def _days_off(told: Told) -> Expression:
    """Which days are off where the person lives, once a row, as a text of some thousand characters."""
    anywhere = literal(told.span.to_working_day(""), String)
    known = [one for one in told.jurisdictions if is_known(one)]
    word = told["jurisdiction"]
    cases = ((word == literal(one, String), literal(told.span.to_working_day(one), String)) for one in known)
    return case(*cases, else_=anywhere) if known else anywhere


def _to_working_day(told: Told, number: Expression) -> Expression:
    return moved(number, number, told["days_off"], WAIT, told.span.number(told.span.last) + 1)


def _with_pause(told: Told, name: str) -> Expression:
    """A pause counts that began before the time was over; where the rule knows none, the day stays."""
    unpaused, paused = told[f"{name}_unpaused"], told[f"{name}_paused"]
    return case((and_(paused.is_not(None), told["paused"] <= unpaused), paused), else_=unpaused)
