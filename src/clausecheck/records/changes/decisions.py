"""What the register says of each changed clause: since when, decided or not, and whether it is material."""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, false, func, not_, or_

from clausecheck.records.asking import Audit
from clausecheck.records.changes.told import Told
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.scan import Classes, is_true

Condition = ColumnElement[bool]
EARLIER = "took effect under an earlier version"
AHEAD = "not yet in effect"


class Change:
    """A row of the register; every condition is true or false, never NULL."""

    def __init__(self, changes: Relation, audit: Audit) -> None:
        self.relation = changes
        effective = changes.moment("effective_at")
        self.effective = effective.instant
        self.undatable = effective.undecidable
        dated, after, before = (
            not_(self.undatable),
            effective.after(audit.as_of),
            effective.before_day(audit.policy_date),
        )
        self.ahead, self.earlier = and_(dated, after), and_(dated, before)
        self.in_force = and_(dated, not_(after), not_(before))
        self._decided_at(audit)
        self._answer()

    def _decided_at(self, audit: Audit) -> None:
        decided = self.relation.moment("decided_at")
        impossible = is_true(decided.after(audit.latest_possible))
        self.decision_untold = or_(is_true(decided.absurd), impossible)
        usable = and_(not_(decided.undecidable), not_(impossible))
        self.decided_late = and_(self.in_force, usable, is_true(decided.instant > self.effective))
        self.no_moment = decided.absent

    def _answer(self) -> None:
        material, given = self.relation.word("material"), self.relation.column("material")
        self.material = word_is(material, ("true",))
        self.no_answer = given.is_(None)
        self.strange = and_(given.is_not(None), not_(word_is(material, ("true", "false"))))
        self.nobody = _blank(self.relation, "decided_by") if self.relation.has("decided_by") else false()

    @property
    def undecided(self) -> Condition:
        """No answer, no moment of it, or nobody who gave it; or it was given after the change took effect."""
        return or_(self.no_answer, self.no_moment, self.nobody, self.decided_late)

    @property
    def material_now(self) -> Condition:
        """Material and in force: everybody registered had to be told."""
        return and_(self.in_force, self.material)

    def classes(self, told: Told, channel: str) -> Classes:
        """`unannounced` counts each change once, whatever the reason; the finer reasons are counts."""
        untold, unsure = told.flag("untold", channel), told.flag("unsure", channel)
        untold_now = and_(self.material_now, untold)
        found = and_(self.in_force, or_(self.undecided, untold_now))
        no_clause = self.relation.column("clause").is_(None)
        unclear = or_(self.strange, self.decision_untold, no_clause, and_(self.material, unsure))
        return Classes(
            excluded={EARLIER: self.earlier, AHEAD: self.ahead},
            undecidable={
                "no usable day of effect": self.undatable,
                "no known clause, answer or moment of decision, or nobody can tell who was told": and_(
                    self.in_force, not_(found), unclear
                ),
            },
            found={"unannounced": found},
            counts={
                "material_changes": self.material_now,
                "without_decision": and_(self.in_force, or_(self.no_answer, self.no_moment, self.nobody)),
                "decided_after_effect": self.decided_late,
                "changes_not_told_to_all": untold_now,
            },
            disjoint=True,
        )


def _blank(relation: Relation, role: str) -> Condition:
    written: ColumnElement[Any] = cast(relation.column(role), String(255))
    return func.coalesce(func.trim(written), "") == ""
