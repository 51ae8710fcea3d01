"""Records with an anchor of their own: due `period` after the day of one of their roles."""

from datetime import date

from sqlalchemy import and_, not_

from clausecheck.policy.obligations.retention import Retention
from clausecheck.records.asking import Audit
from clausecheck.records.moments import Moment
from clausecheck.records.relation import Relation
from clausecheck.records.retention.holds import Hold
from clausecheck.records.scan import Classes, Condition


def classes(records: Relation, asked: list[Retention], hold: Hold | None, audit: Audit) -> list[Classes]:
    """One `Classes` an obligation; what they share is built once, so that it is counted once."""
    shared = {name: _Shared(records.moment(name), audit) for name in {one.anchor for one in asked}}
    today = records.zones.day_of(audit.as_of)
    return [_classes(shared[one.anchor], one.period.cut_off(today), hold) for one in asked]


class _Shared:
    """What does not depend on the period: rows later than the audit, and anchors that decide nothing (rigour 6)."""

    def __init__(self, moment: Moment, audit: Audit) -> None:
        self.moment = moment
        self.excluded, self.undecidable = past(moment, audit)


def past(moment: Moment, audit: Audit) -> tuple[dict[str, Condition], dict[str, Condition]]:
    """(excluded, undecidable) for a role that records the past (rigour 6). No two of them hold of one row."""
    impossible = moment.usably_after(audit.latest_possible)
    undecidable = {"no date": moment.absent, "no usable date": moment.absurd, "after the audit": impossible}
    if not audit.is_in_the_past:
        return {}, undecidable
    later = and_(moment.usably_after(audit.as_of), not_(moment.after(audit.latest_possible)))
    return {"after the audited moment": later}, undecidable


def _classes(shared: _Shared, cut_off: date, hold: Hold | None) -> Classes:
    overdue = shared.moment.usably_before_day(cut_off)
    return Classes(
        found={"overdue": and_(overdue, hold.nothing) if hold else overdue},
        held=hold.held(overdue) if hold else {},
        undecidable={**shared.undecidable, **(hold.unknowns(overdue) if hold else {})},
        excluded=shared.excluded,
        counts=hold.counts(overdue) if hold else {},
        disjoint=True,
    )
