"""Which sends are marketing: the class of their campaign decides, not the sender's flag (rigour 23)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, not_, select, true
from sqlalchemy.sql.selectable import FromClause

from clausecheck.records.consent.ledger import comparable
from clausecheck.records.relation import Relation
from clausecheck.records.scan import is_true

ROLES = ("key", "class")
SERVICE = ("service", "transactional")
_MARKETING, _SERVICE, _UNKNOWN = 1, 2, 3


@dataclass(frozen=True)
class Classified:
    """`service`: the send is none of ours. `unknown`: its campaign is missing, or is of no one known class."""

    source: FromClause
    service: ColumnElement[bool]
    unknown: ColumnElement[bool]


def classified(sends: Relation, source: FromClause, campaigns: Relation | None) -> Classified | None:
    """Join the class of each send's campaign; None where no campaigns are mapped and every send is marketing."""
    if campaigns is None:
        return None
    if not sends.has("campaign"):
        return Classified(source, service=false(), unknown=true())
    named, key = comparable((sends, "campaign"), (campaigns, "key"))
    known = _known(campaigns, key)
    service = and_(known.c.least == _SERVICE, known.c.most == _SERVICE)
    marketing = and_(known.c.least == _MARKETING, known.c.most == _MARKETING)
    joined = source.outerjoin(known, known.c.campaign == named)
    return Classified(joined, service=service, unknown=not_(is_true(marketing)))


def _known(campaigns: Relation, key: ColumnElement[Any]) -> Any:
    """(campaign, least, most): one row a key, so that a register with a key twice does not count a send twice."""
    word = campaigns.word("class")
    code = case((word == "marketing", _MARKETING), (word.in_(SERVICE), _SERVICE), else_=_UNKNOWN)
    chosen = select(key.label("campaign"), func.min(code).label("least"), func.max(code).label("most"))
    chosen = chosen.select_from(campaigns.table).where(campaigns.in_scope(), key.is_not(None))
    return chosen.group_by(key).subquery("campaign_classes")
