"""Media that were retired, and the certificates of their disposal.

A certificate counts from the day on which the medium was retired: an older one is of an earlier life of it. One that
came late is a certificate all the same.
"""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, and_, case, func, not_, null, select
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.facts import Records
from clausecheck.policy.obligations.security import MediaDisposal
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent.ledger import comparable
from clausecheck.records.relation import Relation
from clausecheck.records.scan import Classes, is_true
from clausecheck.records.security.beside import beside, in_one_scan, nameless

MEDIA = ("key", "retired_at")
CERTIFICATES = ("medium", "issued_at")
Condition = ColumnElement[bool]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The media of one place; `found` has the class `uncertified`. `CannotVerify` without certificates."""
    with beside(asks[0], MEDIA, "disposal_certificates", CERTIFICATES, audit) as (media, certificates):
        read = nameless(certificates, "medium", audit)

        def sorting(source: FromClause, ask: Ask, name: str) -> tuple[FromClause, Classes]:
            source, issued = _joined(media, source, certificates, audit, name)
            return source, _classes(media, issued, cast("MediaDisposal", ask.obligation), audit)

        return in_one_scan(media, asks, sorting, read, audit)


def _joined(
    media: Relation, source: FromClause, certificates: Relation, audit: Audit, name: str
) -> tuple[FromClause, Subquery]:
    """(newest, untold): the newest day of a certificate, and whether one has a day that cannot be told."""
    key, medium = comparable((media, "key"), (certificates, "medium"))
    issued = certificates.moment("issued_at")
    untold = issued.undecidable | issued.after(audit.latest_possible)
    by = audit.as_of if audit.is_in_the_past else audit.latest_possible
    counts = and_(not_(untold), not_(issued.after(by)))
    columns = [
        medium.label("medium"),
        func.max(case((counts, issued.day), else_=null())).label("newest"),
        func.max(case((untold, 1), else_=0)).label("untold"),
    ]
    chosen = select(*columns).select_from(certificates.table)
    told = chosen.where(certificates.in_scope(), medium.is_not(None)).group_by(medium).subquery(name)
    return source.outerjoin(told, told.c.medium == key), told


def _classes(media: Relation, issued: Subquery, obligation: MediaDisposal, audit: Audit) -> Classes:
    retired, today = media.moment("retired_at"), media.zones.day_of(audit.as_of)
    untold = retired.undecidable | retired.after(audit.latest_possible)
    certified = is_true(issued.c.newest >= retired.day)
    due = and_(not_(untold), retired.before_day(obligation.certified_within.cut_off(today)))
    open_ones = and_(due, not_(certified))
    doubtful = func.coalesce(issued.c.untold, 0) == 1
    found = and_(open_ones, not_(doubtful))
    return Classes(
        excluded=_later(media, audit),
        undecidable={
            "no usable day of retirement": untold,
            "a certificate whose day cannot be told": and_(open_ones, doubtful),
        },
        found={"uncertified": open_ones},
        counts={
            "without_certificate": and_(found, issued.c.newest.is_(None)),
            "certified_before_retirement": and_(found, issued.c.newest.is_not(None)),
        },
    )


def _later(media: Relation, audit: Audit) -> dict[str, Condition]:
    """Media that were retired after an audited moment of the past (rigour 6)."""
    if not audit.is_in_the_past:
        return {}
    retired = media.moment("retired_at")
    later = and_(retired.usably_after(audit.as_of), not_(retired.after(audit.latest_possible)))
    return {"retired after the audited moment": later}
