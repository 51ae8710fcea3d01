"""Records with an anchor of their own: due `period` after the day of one of their roles."""

from clausecheck.policy.obligations import Retention
from clausecheck.records.asking import Audit
from clausecheck.records.moments import Moment
from clausecheck.records.relation import Relation
from clausecheck.records.retention.holds import Hold
from clausecheck.records.scan import Classes, Condition


def classes(records: Relation, asked: list[Retention], hold: Hold | None, audit: Audit) -> list[Classes]:
    """One `Classes` an obligation; what they share is built once, so that it is counted once."""
    shared = {name: _Shared(records.moment(name), audit) for name in {one.anchor for one in asked}}
    today = records.zones.day_of(audit.as_of)
    return [
        sorted_by(shared[one.anchor].moment.before_day(one.period.cut_off(today)), shared[one.anchor], hold)
        for one in asked
    ]


class _Shared:
    """What does not depend on the period: rows later than the audit, and anchors that decide nothing (rigour 6)."""

    def __init__(self, moment: Moment, audit: Audit) -> None:
        self.moment = moment
        self.excluded, self.undecidable = past(moment, audit)


def past(moment: Moment, audit: Audit) -> tuple[dict[str, Condition], dict[str, Condition]]:
    """(excluded, undecidable) for a role that records the past (rigour 6)."""
    impossible = moment.after(audit.latest_possible)
    undecidable = {"no date": moment.absent, "no usable date": moment.undecidable, "after the audit": impossible}
    if not audit.is_in_the_past:
        return {}, undecidable
    return {"after the audited moment": moment.after(audit.as_of) & ~impossible & ~moment.undecidable}, undecidable


def sorted_by(overdue: Condition, shared: _Shared, hold: Hold | None) -> Classes:
    if hold is None:
        return Classes(found={"overdue": overdue}, excluded=shared.excluded, undecidable=shared.undecidable)
    return Classes(
        found={"overdue": overdue},
        held={"by a legal hold": overdue & hold.excuses},
        undecidable={**shared.undecidable, "names a hold that cannot be read": overdue & hold.unknown},
        excluded=shared.excluded,
    )
