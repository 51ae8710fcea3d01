"""Each send beside the consent and the suppression of its moment: at most one row of each, so that it counts once."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, func, literal, or_
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.records.asking import Audit
from clausecheck.records.consent import suppression, timeline
from clausecheck.records.consent.campaigns import classified
from clausecheck.records.consent.ledger import comparable, in_bytes, vocabulary
from clausecheck.records.moments import FIRST, instant_at
from clausecheck.records.relation import Relation
from clausecheck.records.retention.records import past

ROLES = ("key", "subject", "channel", "sent_at", "purpose", "campaign")
DEFAULT_PURPOSE = "marketing"
Expression = ColumnElement[Any]


class Suppressed(IntEnum):
    NO = 0
    YES = 1
    UNTOLD = 2


@dataclass(frozen=True, kw_only=True)
class Sends:
    """What is known of each send. `excluded` and `undecidable` are conditions by name, the first that applies winning.

    `before` says that it left before the policy's date, `consent` and `suppressed` are the words of `Consent` and
    `Suppressed`, `stood` is 1 where consent stood as it was known then; None where nothing tells.
    """

    relation: Relation
    source: FromClause
    excluded: dict[str, Expression]
    undecidable: dict[str, Expression]
    before: Expression
    consent: Expression
    stood: Expression | None
    suppressed: Expression | None
    moment: Expression


def sends_joined(
    sends: Relation, ledger: Relation, suppressions: Relation | None, campaigns: Relation | None, audit: Audit
) -> Sends:
    """The sends of one place with the segments of ledger and suppressions in which they fall."""
    others = [relation for relation in (ledger, suppressions) if relation is not None]
    subject, *subjects = comparable((sends, "subject"), *((other, "subject") for other in others))
    held = _Send(sends, subject, vocabulary(sends, "channel"), sends.moment("sent_at").instant)
    consent = timeline.segments(ledger, subjects[0], audit, with_grants=suppressions is not None)
    joined: FromClause = sends.table.outerjoin(consent, held.falls_in(consent, "subject", "purpose", "channel"))
    suppressed = None
    if suppressions is not None:
        joined, suppressed = _suppressed(joined, held, suppressions, subjects[1], consent)
    marketing = classified(sends, joined, campaigns)
    moment = sends.moment("sent_at")
    late, undecidable = past(moment, audit)
    undecidable |= held.unmatched()
    if marketing:
        undecidable["of no known class of campaign"] = marketing.unknown
    return Sends(
        relation=sends,
        source=marketing.source if marketing else joined,
        excluded={**({"service messages": marketing.service} if marketing else {}), **late},
        undecidable=undecidable,
        before=moment.usably_before_day(audit.policy_date),
        consent=func.coalesce(consent.c.consent, timeline.Consent.NEVER.value),
        stood=func.coalesce(consent.c.stood, 0) if "stood" in consent.c else None,
        suppressed=suppressed,
        moment=held.moment,
    )


@dataclass(frozen=True)
class _Send:
    relation: Relation
    subject: Expression
    channel: Expression
    moment: Expression

    @property
    def purpose(self) -> Expression:
        return purpose_of(self.relation)

    def falls_in(self, segments: Subquery, *by: str) -> Expression:
        """The send is of the same person (purpose, channel) as the segment, and within its time."""
        whose = (segments.c[name] == self._comparable(name) for name in by)
        return and_(*whose, segments.c.since <= self.moment, self.moment < segments.c.until)

    def _comparable(self, name: str) -> Expression:
        if name == "subject":
            return self.subject
        return in_bytes(self.purpose if name == "purpose" else self.channel, self.relation.dialect)

    def unmatched(self) -> dict[str, Expression]:
        """What cannot be matched to the ledger."""
        told: dict[str, Expression] = {"names no person": self.subject.is_(None)}
        told["names no channel"] = self.channel.is_(None)
        if "purpose" in self.relation.dataset.values and self.relation.has("purpose"):
            given, known = self.relation.column("purpose"), vocabulary(self.relation, "purpose")
            told["of no known purpose"] = and_(given.is_not(None), known.is_(None))
        return told


def purpose_of(sends: Relation) -> Expression:
    """The purpose of each send, marketing where it names none."""
    if not sends.has("purpose"):
        return literal(DEFAULT_PURPOSE, String)
    return func.coalesce(vocabulary(sends, "purpose"), literal(DEFAULT_PURPOSE, String))


def _suppressed(
    source: FromClause, send: _Send, suppressions: Relation, subject: Expression, consent: Subquery
) -> tuple[FromClause, Expression]:
    """A suppression stands unless a grant, or what may be one, is later than its `since`."""
    stands, untold = [], []
    first = instant_at(FIRST, suppressions.dialect)
    for by_channel in (False, True) if suppressions.has("channel") else (False,):
        segments = suppression.segments(suppressions, subject, by_channel=by_channel)
        by = ("subject", "channel") if by_channel else ("subject",)
        source = source.outerjoin(segments, send.falls_in(segments, *by))
        not_granted = func.coalesce(consent.c.granted, first) <= segments.c.latest
        certain = func.coalesce(consent.c.untold, first) <= segments.c.latest
        stands.append(and_(not_granted, certain))
        untold.append(or_(segments.c.untold == 1, not_granted))
    words = (or_(*stands), Suppressed.YES.value), (or_(*untold), Suppressed.UNTOLD.value)
    return source, case(*words, else_=Suppressed.NO.value)
