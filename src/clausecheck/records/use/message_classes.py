"""Which class a message is of: its campaign decides whether it is marketing, its own label or the campaign's which of
the declared classes it is (rigour 23).
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, not_, null, or_, select, true
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.records.blank import blank
from clausecheck.records.consent.campaigns import SERVICE
from clausecheck.records.consent.ledger import comparable, in_bytes, vocabulary
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import is_true

ROLES = ("key", "class", "message_class")
MARKETING = "marketing"
Expression = ColumnElement[Any]


@dataclass(frozen=True, kw_only=True)
class Classed:
    """`label` is the class that the message says it is of, NULL where it says none; `marketing` is never NULL.
    `untold` gives the reasons why nobody can tell.
    """

    source: FromClause
    label: Expression
    marketing: Expression
    untold: dict[str, Expression]


def classed(messages: Relation, source: FromClause, campaigns: Relation | None) -> Classed:
    """Join the campaign of each message. What lies among marketing sends and names none is marketing."""
    own = _label(messages) if messages.has("message_class") else null()
    if campaigns is None or not messages.has("campaign"):
        return _without_campaigns(messages, source, own, among_others=campaigns is not None)
    named, key = comparable((messages, "campaign"), (campaigns, "key"))
    known = _known(campaigns, key)
    label = func.coalesce(own, known.c.label)
    by_campaign = and_(known.c.marketing == 1, known.c.service == 0, known.c.unknown == 0)
    by_itself = and_(named.is_(None), _is_sends(messages, false(), own == MARKETING))
    is_service = and_(known.c.service == 1, known.c.marketing == 0, known.c.unknown == 0)
    of_itself = and_(named.is_(None), _is_sends(messages, false(), true()))
    marketing = or_(is_true(by_campaign), is_true(by_itself))
    return Classed(
        source=source.outerjoin(known, known.c.campaign == named),
        label=label,
        marketing=marketing,
        untold={
            "of no known class of campaign": not_(or_(marketing, is_true(is_service), of_itself)),
            "of no known class of message": and_(not_(marketing), or_(label.is_(None), _two_labels(known, own))),
        },
    )


def _without_campaigns(messages: Relation, source: FromClause, own: Expression, *, among_others: bool) -> Classed:
    """Without campaigns every marketing send is marketing, unless there are campaigns and it names none."""
    marketing = is_true(_is_sends(messages, false() if among_others else true(), own == MARKETING))
    unknown = _is_sends(messages, true() if among_others else false(), false())
    return Classed(
        source=source,
        label=own,
        marketing=marketing,
        untold={
            "of no known class of campaign": unknown,
            "of no known class of message": and_(not_(marketing), own.is_(None)),
        },
    )


def _is_sends(messages: Relation, then: Expression, otherwise: Expression) -> Expression:
    return then if messages.dataset.category == "marketing_sends" else otherwise


def _label(relation: Relation) -> Expression:
    """The class as bytes; NULL where it is blank or `values` does not know it."""
    word = in_bytes(vocabulary(relation, "message_class"), relation.dialect)
    return case((blank(relation, "message_class"), null()), else_=word)


def _known(campaigns: Relation, key: Expression) -> Subquery:
    """(campaign, marketing, service, unknown, label, other): one row a key, as a register may have one twice."""
    word = campaigns.word("class")
    marketing, service = word_is(word, (MARKETING,)), word_is(word, SERVICE)
    flags = {"marketing": marketing, "service": service, "unknown": not_(or_(marketing, service))}
    columns = [func.max(case((flag, 1), else_=0)).label(name) for name, flag in flags.items()]
    label = _label(campaigns) if campaigns.has("message_class") else case((false(), word), else_=null())
    columns += [func.min(label).label("label"), func.max(label).label("other")]
    chosen = select(key.label("campaign"), *columns).select_from(campaigns.table)
    return chosen.where(campaigns.in_scope(), key.is_not(None)).group_by(key).subquery("campaign_labels")


def _two_labels(known: Subquery, own: Expression) -> Expression:
    return and_(own.is_(None), is_true(known.c.label != known.c.other))
