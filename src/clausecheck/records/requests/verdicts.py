"""Each request held against the last days of a rule (rigour 25 and 29)."""

from collections.abc import Sequence

from sqlalchemy import and_, case, false, not_, or_, true

from clausecheck.records.asking import Audit
from clausecheck.records.relation import word_is
from clausecheck.records.requests.deadlines import Rule
from clausecheck.records.requests.events import CLOSINGS
from clausecheck.records.requests.register import Condition, Expression, State, Told, flag
from clausecheck.records.scan import Classes, is_true
from clausecheck.targets.registers import WORDS

RIGHTS = WORDS["requests"]["right"]


def with_verdicts(told: Told, rules: Sequence[Rule]) -> Told:
    """Beside each request and for each rule: `0_late`, `0_unacknowledged` (1 or 0), `0_in_extended_time`, and
    `0_doubt`, the number of the first reason in `DOUBTS` that applies, 0 where none does.
    """
    extended = [_extensions(told, rule, number) for number, rule in enumerate(rules)]
    told = told.beside({name: one for each in extended for name, one in each.items()}, "extended")
    judged = [_judged(told, rule, number) for number, rule in enumerate(rules)]
    told = told.beside({name: one for each in judged for name, one in each.items()}, "judged")
    doubts = {f"{number}_doubt": _doubt(told, number) for number in range(len(rules))}
    return told.beside(doubts, "doubted")


def _extensions(told: Told, rule: Rule, number: int) -> dict[str, Expression]:
    """Whether notice went out within the first deadline, and whether nobody can tell; a default refusal is never
    extended.
    """
    may: Condition = true() if rule.extended_by is not None and told.has("extended_at") else false()
    if rule.is_default:
        may = and_(may, told["refused"] == 0)
    noticed = told.number("extended_at") <= told[f"{number}_first"]
    late = told["ended"] > told[f"{number}_first"]
    saved = and_(late, told["ended"] <= told[f"{number}_longest"])
    return {
        f"{number}_extended": flag(and_(may, told.is_in("extended_at", State.NOW), is_true(noticed))),
        f"{number}_extension_in_doubt": flag(and_(may, told.is_in("extended_at", State.UNUSABLE), saved)),
    }


def _judged(told: Told, rule: Rule, number: int) -> dict[str, Expression]:
    extended = told[f"{number}_extended"] == 1
    passed = told["ended"] > case((extended, told[f"{number}_longest"]), else_=told[f"{number}_first"])
    paused = told["pause_in_doubt"] == 1 if rule.is_default else false()
    doubts = {
        "closing_in_doubt": told["closing_unknown"] == 1,
        "pause_in_doubt": paused,
        "extension_in_doubt": told[f"{number}_extension_in_doubt"] == 1,
    }
    unheard = _unheard(told, rule, number)
    unsure = _acknowledgement_in_doubt(told)
    return {
        f"{number}_late": flag(and_(passed, *(not_(doubt) for doubt in doubts.values()))),
        f"{number}_in_extended_time": flag(and_(extended, not_(passed), told["ended"] > told[f"{number}_first"])),
        f"{number}_unacknowledged": flag(and_(unheard, not_(unsure))),
        f"{number}_acknowledgement_in_doubt": flag(and_(unheard, unsure)),
        **{f"{number}_late_but_{why}": flag(and_(passed, doubt)) for why, doubt in doubts.items()},
    }


def _unheard(told: Told, rule: Rule, number: int) -> Condition:
    if rule.acknowledged_in is None:
        return false()
    heard = case((told["heard"].is_(None), told.today), else_=told["heard"])
    return is_true(heard > told[f"{number}_acknowledged"])


def _acknowledgement_in_doubt(told: Told) -> Condition:
    """No column, no usable day, or an answer of unknown day that may have come first."""
    unread = told.is_in("acknowledged_at", State.UNUSABLE) if told.has("acknowledged_at") else true()
    return or_(unread, told["closing_unknown"] == 1)


DOUBTS = (
    "no date",
    "no usable date",
    "after the audit",
    "of no known right",
    "of no known status",
    "closed on no usable day",
    "paused on no usable days",
    "extended on no usable day",
    "acknowledged on no usable day",
    "refused, and no column tells why or how to complain",
)


def _doubt(told: Told, number: int) -> Expression:
    """What makes a request undecidable. A sure violation stands, whatever else is unclear."""
    sure = or_(told[f"{number}_late"] == 1, told[f"{number}_unacknowledged"] == 1, told["unreasoned"] == 1)
    unexplained: Condition = false() if told.has("reason") and told.has("complaint_route") else true()
    conditions: list[Condition] = [
        told["received_at_absent"] == 1,
        told["received_at"].is_(None),
        told["received_at_impossible"] == 1,
        not_(word_is(told["right"], RIGHTS)),
        not_(told.status_is("open", *CLOSINGS)),
        and_(not_(sure), told[f"{number}_late_but_closing_in_doubt"] == 1),
        and_(not_(sure), told[f"{number}_late_but_pause_in_doubt"] == 1),
        and_(not_(sure), told[f"{number}_late_but_extension_in_doubt"] == 1),
        and_(not_(sure), told[f"{number}_acknowledgement_in_doubt"] == 1),
        and_(not_(sure), told["refused"] == 1, unexplained),
    ]
    return case(*((one, place) for place, one in enumerate(conditions, start=1)), else_=0)


def classes(told: Told, number: int, mine: Condition, audit: Audit) -> Classes:
    """`mishandled` counts each request once, whatever is wrong with it; the reasons are counts.

    The whole register is looked at: requests of another right or jurisdiction speak against nothing here.
    """
    late, unacknowledged, unreasoned = (
        told[name] == 1 for name in (f"{number}_late", f"{number}_unacknowledged", "unreasoned")
    )
    excluded = _excluded(told, mine, audit)
    closed = told["closed"].is_not(None)
    counts = {
        "of_this_right_and_jurisdiction": true(),
        "closed_late": and_(late, closed),
        "overdue": and_(late, not_(closed)),
        "refused_without_reason_or_route": unreasoned,
        "not_acknowledged_in_time": unacknowledged,
        "in_extended_time": told[f"{number}_in_extended_time"] == 1,
    }
    counted = and_(mine, told[f"{number}_doubt"] == 0, *(not_(one) for one in excluded.values()))
    return Classes(
        excluded=excluded,
        undecidable={why: and_(mine, told[f"{number}_doubt"] == place) for place, why in enumerate(DOUBTS, start=1)},
        found={"mishandled": and_(mine, or_(late, unacknowledged, unreasoned))},
        counts={name: and_(counted, one) for name, one in counts.items()},
    )


def _excluded(told: Told, mine: Condition, audit: Audit) -> dict[str, Condition]:
    """Withdrawn on a day that no column tells; received after a moment of the past that is audited."""
    excluded = {} if told.has("withdrawn_at") else {"withdrawn": and_(mine, told.status_is("withdrawn"))}
    if audit.is_in_the_past:
        later = and_(told["received_at"].is_not(None), told["received_at_later"] == 1)
        excluded["after the audited moment"] = and_(later, told["received_at_impossible"] == 0)
    return excluded
