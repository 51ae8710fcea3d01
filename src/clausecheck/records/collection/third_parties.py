"""Deliveries from third parties, each beside its source and the agreement of the day it came (clauses 1.3.a to c)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, func, literal, not_, null, or_, select
from sqlalchemy.sql.selectable import Subquery

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records, Unreadable
from clausecheck.policy.obligations.collection import ThirdPartyAgreement
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.consent.registers import in_full
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, is_true, scan
from clausecheck.records.together import Needed, registers, together
from clausecheck.targets.registers import WORDS

ROLES = ("key", "third_party", "received_at", "subject")
REGISTERS = {"third_party_sources": ("key", "provider"), "agreements": ("key", "third_party", "starts_at", "ends_at")}
PROVIDERS = WORDS["third_party_sources"]["provider"]
IN_FORCE, UNTOLD, NOT_IN_FORCE = 2, 1, 0
Expression = ColumnElement[Any]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The deliveries of one place, by the provider that each ask names; `found` has the class `without_agreement`."""
    needed, missing = registers(audit, REGISTERS)
    if missing:
        raise CannotVerify(
            f"the target maps no {' and no '.join(missing)}, so nobody can tell under which agreement data came",
            remedy=f"map {' and '.join(missing)}; an empty register is an answer",
        )
    judged = Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)
    with together(audit, [judged, *needed]) as (data, sources, agreements):
        unread = (*_read(sources, "key", audit), *_read(agreements, "third_party", audit))
        answered = _answered(asks, data, sources, agreements, audit)
        return [replace(one, unreadable=(*one.unreadable, *unread)) for one in answered]


def _read(register: Relation, role: str, audit: Audit) -> tuple[Unreadable, ...]:
    return in_full(register, audit, register.column(role).is_(None))


def _answered(
    asks: Sequence[Ask], data: Relation, sources: Relation, agreements: Relation, audit: Audit
) -> list[Records]:
    named, key, agreed = comparable((data, "third_party"), (sources, "key"), (agreements, "third_party"))
    known, days = _known(sources, key), _days(data, named, agreements, agreed)
    received = data.moment("received_at")
    joined = data.table.outerjoin(known, known.c.source == named)
    joined = joined.outerjoin(days, and_(days.c.source == named, days.c.day == received.day))
    later, undecidable = past(received, audit)
    providers = [cast("ThirdPartyAgreement", ask.obligation).provider for ask in asks]
    classes = [_classes(known, days, PROVIDERS.index(one) + 1, later, undecidable) for one in providers]
    scanned = scan(data, joined, classes, neighbours=neighbours_of(data, audit))
    return [records_of(data, joined, one, scanned, number, audit) for number, one in enumerate(classes)]


def _classes(
    known: Subquery, days: Subquery, provider: int, later: dict[str, Expression], undecidable: dict[str, Expression]
) -> Classes:
    """A source that no register knows may be anybody's, and stands against each of the three clauses."""
    undeclared = known.c.source.is_(None)
    other = and_(known.c.least == known.c.most, known.c.least != provider, known.c.least != 0)
    unclear = and_(not_(undeclared), or_(known.c.least != known.c.most, known.c.least == 0))
    state = func.coalesce(days.c.state, NOT_IN_FORCE)
    lacking = and_(not_(undeclared), state == NOT_IN_FORCE)
    found = or_(undeclared, lacking)
    counts = {"undeclared_source": undeclared, "no_agreement_in_force": lacking}
    aside = or_(*(is_true(one) for one in (other, unclear, *later.values(), *undecidable.values())))
    return Classes(
        excluded={"from other providers": other, **later},
        undecidable={
            **undecidable,
            "of a source of no one known kind": unclear,
            "under an agreement without usable dates": and_(not_(undeclared), state == UNTOLD),
        },
        found={"without_agreement": found},
        counts={name: and_(not_(aside), condition) for name, condition in counts.items()},
    )


def _known(sources: Relation, key: Expression) -> Subquery:
    """(source, least, most): the number of its provider, 0 where the word is none of the known ones; one row a key."""
    word = sources.word("provider")
    number = case(*((word_is(word, (one,)), place) for place, one in enumerate(PROVIDERS, start=1)), else_=0)
    chosen = select(key.label("source"), func.min(number).label("least"), func.max(number).label("most"))
    chosen = chosen.select_from(sources.table).where(sources.in_scope(), key.is_not(None))
    return chosen.group_by(key).subquery("known_sources")


def _days(data: Relation, named: Expression, agreements: Relation, agreed: Expression) -> Subquery:
    """(source, day, state): the best that any agreement of that source says of a day on which something came.

    An agreement is in force from its first day to its last one, both included; without an end, to this day.
    """
    day = data.moment("received_at").day
    came = select(named.label("source"), day.label("day")).select_from(data.table).where(data.in_scope())
    came_on = came.distinct().subquery("deliveries")
    spans = _spans(agreements, agreed)
    begun = spans.c.first <= came_on.c.day
    lasting = or_(spans.c.open_end == 1, spans.c.last >= came_on.c.day)
    # What is known of one end may settle it: an agreement that begins later was not in force, whatever its end says.
    over = or_(spans.c.first > came_on.c.day, and_(spans.c.open_end == 0, spans.c.last < came_on.c.day))
    state = case((and_(begun, lasting), IN_FORCE), (over, NOT_IN_FORCE), else_=UNTOLD)
    chosen = select(came_on.c.source, came_on.c.day, func.max(state).label("state"))
    chosen = chosen.select_from(came_on.join(spans, spans.c.source == came_on.c.source))
    return chosen.group_by(came_on.c.source, came_on.c.day).subquery("covered_days")


def _spans(agreements: Relation, agreed: Expression) -> Subquery:
    """(source, first, last, open_end) of each agreement; `first` and `last` are NULL where nobody can tell them."""
    starts = agreements.moment("starts_at")
    columns = [agreed.label("source"), case((not_(starts.undecidable), starts.day), else_=null()).label("first")]
    if agreements.has("ends_at"):
        ends = agreements.moment("ends_at")
        columns.append(case((not_(ends.undecidable), ends.day), else_=null()).label("last"))
        columns.append(case((ends.absent, 1), else_=0).label("open_end"))
    else:
        columns += [starts.day.label("last"), literal(1).label("open_end")]
    return select(*columns).select_from(agreements.table).where(agreements.in_scope()).subquery("spans")
