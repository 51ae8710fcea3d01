"""Sends that rest on consent, beside the change of people's rights in force when they left (11.d).

A change holds from its moment of effect until the next one that affects rights. In that time a send needs a grant for
its person, purpose and channel that took effect after the change was announced, or under its version of the notice.
Whether a grant still stood is another question (5.4.c).
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import and_, case, func, not_, select
from sqlalchemy.sql.selectable import FromClause

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records, Unreadable
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.changes.grants import GRANT_ROLES, renewed
from clausecheck.records.changes.rights import RIGHTS_ROLES, spans, untold
from clausecheck.records.consent.answering import NOT_RECORDED, unmapped_ledger
from clausecheck.records.consent.campaigns import ROLES as CAMPAIGN_ROLES
from clausecheck.records.consent.campaigns import classified
from clausecheck.records.consent.ledger import comparable, in_bytes, vocabulary
from clausecheck.records.consent.registers import in_full
from clausecheck.records.consent.sends import ROLES, purpose_of
from clausecheck.records.relation import Relation
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, is_true, scan
from clausecheck.records.together import Needed, together

REGISTERS = {"policy_changes": RIGHTS_ROLES, "consent_events": GRANT_ROLES, "campaigns": CAMPAIGN_ROLES}


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The sends of one place; `found` has the class `without_renewal`. `CannotVerify` without changes or consent."""
    needed = [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)]
    registers = {name: found for name in REGISTERS if (found := audit.register(name)) is not None}
    if "consent_events" not in registers:
        raise unmapped_ledger()
    if "policy_changes" not in registers:
        raise CannotVerify(
            "the target maps no policy_changes, so nobody can tell which change affected people's rights",
            remedy="map the register of changed clauses, with `affects_rights:` and `announced_at:`",
        )
    needed += [Needed(dataset=one, place=one.original, roles=REGISTERS[name]) for name, one in registers.items()]
    with together(audit, needed) as (sends, *others):
        return _answered(asks, sends, dict(zip(registers, others, strict=True)), audit)


def _answered(asks: Sequence[Ask], sends: Relation, registers: dict[str, Relation], audit: Audit) -> list[Records]:
    changes, ledger = registers["policy_changes"], registers["consent_events"]
    source, classes = _joined(sends, changes, ledger, registers.get("campaigns"), audit)
    scanned = scan(sends, source, [classes], neighbours=neighbours_of(sends, audit))
    told = records_of(sends, source, classes, scanned, 0, audit)
    unreadable = (*told.unreadable, *in_full(ledger, audit), *_unclear(changes, audit))
    warnings = () if ledger.has("recorded_at") else (NOT_RECORDED,)
    return [replace(told, unreadable=unreadable, warnings=warnings) for _ in asks]


def _joined(
    sends: Relation, changes: Relation, ledger: Relation, campaigns: Relation | None, audit: Audit
) -> tuple[FromClause, Classes]:
    moment = sends.moment("sent_at")
    subject, person = comparable((sends, "subject"), (ledger, "subject"))
    of = {"purpose": purpose_of(sends), "channel": vocabulary(sends, "channel")}
    span = spans(changes, audit)
    grants = renewed(ledger, person, span, audit)
    alike = (grants.c[name] == in_bytes(value, sends.dialect) for name, value in of.items())
    falls = and_(span.c.since <= moment.instant, moment.instant < span.c.until)
    source: FromClause = sends.table.outerjoin(span, falls)
    source = source.outerjoin(grants, and_(grants.c.change == span.c.since, grants.c.subject == subject, *alike))
    marketing = classified(sends, source, campaigns)
    excluded, undecidable = past(moment, audit)
    undecidable |= {"names no person": subject.is_(None), "names no channel": of["channel"].is_(None)}
    if marketing:
        source = marketing.source
        excluded["service messages"] = marketing.service
        undecidable["of no known class of campaign"] = marketing.unknown
    changed = span.c.since.is_not(None)
    in_time = is_true(grants.c.first <= moment.instant)
    maybe = is_true(grants.c.maybe <= moment.instant)
    unknown = and_(changed, not_(in_time), is_true(span.c.untold == 1))
    undecidable["nobody can tell when the change was announced, and under which version"] = unknown
    undecidable["their consent cannot be told"] = and_(changed, not_(in_time), not_(unknown), maybe)
    return source, Classes(
        excluded=excluded,
        undecidable=undecidable,
        found={"without_renewal": and_(changed, not_(in_time))},
        counts={"after_a_change_of_rights": changed, "consent_renewed": and_(changed, in_time)},
    )


def _unclear(changes: Relation, audit: Audit) -> tuple[Unreadable, ...]:
    """Changes of which nobody can tell whether, or since when, they affect rights; and a register without any."""
    columns = (func.count(), func.count(case((untold(changes, audit), 1))))
    row = changes.connection.execute(select(*columns).select_from(changes.table).where(changes.in_scope())).one()
    if not row[0]:
        return (Unreadable(what="changed clauses", why="the register is empty", remedy="enter what was changed"),)
    if row[1]:
        why = "nobody can tell whether, or from when on, they affect people's rights"
        return (Unreadable(what=f"{row[1]:,} changed clauses", why=why, remedy="decide, and record it"),)
    return ()
