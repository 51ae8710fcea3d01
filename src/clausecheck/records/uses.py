"""Single uses of somebody's data: accesses in the log, and marketing sends. Each has a person and a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, select
from sqlalchemy.sql.selectable import FromClause

from clausecheck.facts import Unreadable
from clausecheck.records.asking import Audit
from clausecheck.records.consent.campaigns import classified
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.relation import Relation
from clausecheck.records.retention.records import past
from clausecheck.records.together import Needed
from clausecheck.targets.model import Dataset, Place

ACCESSES, SENDS = "access_log", "marketing_sends"
ROLES = {
    ACCESSES: ("key", "subject", "accessed_at", "purpose", "ground"),
    SENDS: ("key", "subject", "sent_at", "purpose", "campaign"),
}
CAMPAIGN_ROLES = ("key", "class")
_MOMENT = {ACCESSES: "accessed_at", SENDS: "sent_at"}
Expression = ColumnElement[Any]


@dataclass(frozen=True, kw_only=True)
class Uses:
    """The uses of one place. `excluded` and `undecidable` are by what the rows say themselves; `unclassed` is true of
    a send of which nobody can tell whether it is marketing.
    """

    relation: Relation
    source: FromClause
    subject: Expression
    whose: Expression
    at: Expression
    excluded: dict[str, Expression]
    undecidable: dict[str, Expression]
    unclassed: Expression

    @property
    def is_marketing(self) -> bool:
        return self.relation.dataset.category == SENDS


def uses(relation: Relation, register: Relation, campaigns: Relation | None, audit: Audit) -> Uses:
    """The uses of one place; `whose` is the subject of `register`, comparable with theirs."""
    moment = relation.moment(_MOMENT[relation.dataset.category])
    subject, whose = comparable((relation, "subject"), (register, "subject"))
    excluded, undecidable = past(moment, audit)
    excluded["before the policy's date"] = moment.usably_before_day(audit.policy_date)
    undecidable["names no person"] = subject.is_(None)
    if _is_empty(register):
        undecidable = {}  # nobody's data were restricted or objected to, so nothing is left to decide
    marketing = None
    if relation.dataset.category == SENDS:
        marketing = classified(relation, relation.table, campaigns)
    if marketing:
        excluded["service messages"] = marketing.service
    return Uses(
        relation=relation,
        source=marketing.source if marketing else relation.table,
        subject=subject,
        whose=whose,
        at=moment.instant,
        excluded=excluded,
        undecidable=undecidable,
        unclassed=marketing.unknown if marketing else false(),
    )


def _is_empty(register: Relation) -> bool:
    entry = select(register.table.c[0]).select_from(register.table).where(register.in_scope()).limit(1)
    return register.connection.execute(entry).first() is None


def unknown_word(relation: Relation, role: str) -> Expression:
    """A value is stored that `values` does not know."""
    if not relation.has(role) or role not in relation.dataset.values:
        return false()
    return and_(relation.column(role).is_not(None), relation.word(role).is_(None))


def needed(dataset: Dataset, place: Place, register: Dataset, roles: tuple[str, ...], audit: Audit) -> list[Needed]:
    """The uses, the register that they are held against, and for sends the campaigns where they are mapped."""
    wanted = [Needed(dataset=dataset, place=place, roles=ROLES[dataset.category])]
    wanted.append(Needed(dataset=register, place=register.original, roles=roles))
    campaigns = audit.register("campaigns") if dataset.category == SENDS else None
    if campaigns is not None:
        wanted.append(Needed(dataset=campaigns, place=campaigns.original, roles=CAMPAIGN_ROLES))
    return wanted


def unmapped(categories: Sequence[str], audit: Audit) -> tuple[Unreadable, ...]:
    """The kinds of use that the target maps nowhere: nobody looked at them."""
    return tuple(
        Unreadable(what=audit.noun(one), why=f"no dataset of category {one} is mapped", remedy=f"map {one}")
        for one in categories
        if not audit.target.datasets_of(one)
    )
