"""What must be done again within an interval, and a first time soon after the beginning."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, not_

from clausecheck.periods import Period
from clausecheck.records.asking import Audit
from clausecheck.records.relation import Relation
from clausecheck.records.scan import Classes, is_true
from clausecheck.records.security.acts import Acts

Condition = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class Words:
    """How the classes are called: `begins` is the role of the beginning, `found` what a check may find."""

    begins: str
    found: str
    not_begun: str
    untold: str
    no_beginning: str


def recurring(
    judged: Relation,
    acts: Acts,
    first_within: Period,
    words: Words,
    audit: Audit,
    *,
    over: Mapping[str, Condition],
    unclear: Mapping[str, Condition],
) -> Classes:
    """The rows sorted: `over` are out of scope, `unclear` undecidable for reasons of their own.

    Without any act, a row is due once `first_within` after its beginning has passed; an old act shows by itself that
    it is due.
    """
    not_begun, early, known = _beginning(judged, first_within, words.begins, audit)
    late = and_(not_(acts.current), not_(early))
    excluded = {**over, words.not_begun: not_begun}
    undecidable = {
        **unclear,
        words.untold: and_(late, acts.untold),
        words.no_beginning: and_(late, not_(acts.ever), not_(known)),
    }
    now = and_(late, *(not_(is_true(one)) for one in (*excluded.values(), *undecidable.values())))
    return Classes(
        excluded=excluded,
        undecidable=undecidable,
        found={words.found: late},
        counts={"never": and_(now, not_(acts.ever)), "too_long_ago": and_(now, acts.ever)},
    )


def _beginning(
    judged: Relation, first_within: Period, role: str, audit: Audit
) -> tuple[Condition, Condition, Condition]:
    """Not begun at the audited moment; begun so lately that nothing is due; a beginning that can be told."""
    if not judged.has(role):
        return false(), false(), false()
    begun, today = judged.moment(role), judged.zones.day_of(audit.as_of)
    usable = not_(begun.undecidable)
    not_begun = and_(usable, begun.after(audit.as_of))
    early = and_(usable, not_(begun.before_day(first_within.cut_off(today))))
    return not_begun, early, usable
