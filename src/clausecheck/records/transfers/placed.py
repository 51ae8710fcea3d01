"""What is moved where, on which days: a row of the register of transfers, or a processor (rigour 35)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, false, func, literal, not_, null, or_

from clausecheck.records.asking import Audit
from clausecheck.records.consent.suppression import LAST_USABLE
from clausecheck.records.in_force import day_at
from clausecheck.records.layers import layered
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import is_true
from clausecheck.records.transfers.countries import EEA, HOME, ISO, REGIONS, country_of
from clausecheck.records.transfers.coverage import Moved
from clausecheck.records.transfers.mechanisms import CONSENT, FIRST_DAY, KINDS, word_or_null

ROLES = ("key", "recipient", "country", "region", "since", "until", "starts_at", "ends_at", "mechanism", "subject",
         "data_category", "origin")  # fmt: skip
Expression = ColumnElement[Any]


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The rows in a layer with what is worked out of each; `claims__` there is the mechanism that a row names."""

    rows: Relation
    moved: Moved


def placed(rows: Relation, recipient: Expression, audit: Audit) -> Placed:
    """The rows in layers of their own, so that each day and country is worked out once."""
    told = layered(rows, {"recipient__": recipient, **_told(rows, audit)}, "told")
    layer = layered(told, _days(told, audit), "moved")
    of: Any = layer.table.c
    moved = Moved(
        recipient=of.recipient__, country=of.country__, category=of.category__, area=of.area__, first=of.first__,
        last=of.last__,
    )  # fmt: skip
    return Placed(rows=layer, moved=moved)


def _told(rows: Relation, audit: Audit) -> dict[str, Expression]:
    """What a row says, in the words that all of them share."""
    return {
        "country__": _country(rows),
        "category__": word_or_null(rows, "data_category"),
        "origin__": word_or_null(rows, "origin"),
        "claims__": word_or_null(rows, "mechanism"),
        **_begins(rows, audit),
        **_ends(rows),
    }


def _country(rows: Relation) -> Expression:
    """The destination; where only a provider's region is told, the country that it lies in."""
    told = word_or_null(rows, "country")
    if not rows.has("region"):
        return told
    region = word_or_null(rows, "region")
    return func.coalesce(told, case(*((region == name, literal(country_of(name), String())) for name in REGIONS)))


def _begins(rows: Relation, audit: Audit) -> dict[str, Expression]:
    role = "since" if rows.has("since") else "starts_at"
    if not rows.has(role):
        return {"begins__": day_at(rows, FIRST_DAY), "unbegun__": literal(0), "begins_untold__": literal(0)}
    begins = rows.moment(role)
    return {
        "begins__": begins.day,
        "unbegun__": flag(begins.after(audit.as_of)),
        "begins_untold__": flag(begins.undecidable),
    }


def _ends(rows: Relation) -> dict[str, Expression]:
    """The last day, or NULL: what has no end, or one in year 9999, goes on."""
    role = "until" if rows.has("since") else "ends_at"
    if not rows.has(role):
        return {"ends__": cast(null(), day_at(rows, FIRST_DAY).type), "ends_untold__": literal(0)}
    ends = rows.moment(role)
    endless = or_(ends.absent, is_true(ends.after(LAST_USABLE)))
    return {
        "ends__": case((not_(or_(endless, ends.undecidable)), ends.day), else_=null()),
        "ends_untold__": flag(and_(not_(endless), ends.undecidable)),
    }


def _days(told: Relation, audit: Audit) -> dict[str, Expression]:
    """The days that are judged, as the promise began with the policy, and what keeps a row from being judged."""
    of: Any = told.table.c
    policy = day_at(told, audit.policy_date.isoformat())
    today = day_at(told, told.zones.day_of(audit.as_of).isoformat())
    # What rests on a person's agreement is one occasion, unless the register tells until when it goes on.
    once = false() if told.has("until") else word_is(of.claims__, (CONSENT,))
    last = case((once, of.begins__), (of.ends__ < today, of.ends__), else_=today)
    first = case((and_(not_(once), of.begins__ < policy), policy), else_=of.begins__)
    reasons = {**_left_out(told, last < policy), **_untold(told)}
    return {
        "first__": first,
        "last__": last,
        "area__": case((word_is(of.origin__, EEA), "EEA"), (word_is(of.origin__, ("GB", "CH")), of.origin__), else_=""),
        **{f"{name}__": flag(reason) for name, reason in reasons.items()},
    }


def _left_out(told: Relation, is_over: Expression) -> dict[str, Expression]:
    of: Any = told.table.c
    europe = and_(word_is(of.origin__, EEA), word_is(of.country__, EEA))
    return {
        "not begun": of.unbegun__ == 1,
        "before the policy": is_over,
        "of people in the United States": of.origin__ == HOME,
        "not abroad": or_(of.origin__ == of.country__, europe),
    }


def _untold(told: Relation) -> dict[str, Expression]:
    of: Any = told.table.c
    origin = not_(word_is(of.origin__, ISO)) if told.has("origin") else false()
    nobody = told.column("subject").is_(None) if told.has("subject") else false()
    return {
        "begin on no usable day": of.begins_untold__ == 1,
        "end on no usable day": of.ends_untold__ == 1,
        "end before they begin": of.ends__ < of.begins__,
        "name no known country": not_(word_is(of.country__, ISO)),
        "do not tell whose people's data": origin,
        "name no known mechanism": and_(of.claims__.is_not(None), not_(word_is(of.claims__, KINDS))),
        "rest on consent and name nobody": and_(word_is(of.claims__, (CONSENT,)), nobody),
    }


LEFT_OUT = ("not begun", "before the policy", "of people in the United States", "not abroad")
UNTOLD = (
    "begin on no usable day", "end on no usable day", "end before they begin", "name no known country",
    "do not tell whose people's data", "name no known mechanism", "rest on consent and name nobody",
)  # fmt: skip


def flagged(rows: Relation, reasons: tuple[str, ...]) -> dict[str, Expression]:
    """The rows that section 7 does not speak of, or that cannot be judged, over this layer or one above it."""
    return {reason: rows.table.c[f"{reason}__"] == 1 for reason in reasons}


def flag(condition: Expression) -> Expression:
    return case((condition, literal(1)), else_=literal(0))
