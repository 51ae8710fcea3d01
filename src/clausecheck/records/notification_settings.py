"""Notification settings: nothing goes out that its recipient had switched off, once the change had to be in force.

A setting may be for a topic, a channel, both or neither; what it leaves open it says of all. A notification must not be
switched off by any that speaks of it: a switch for everything is not undone by one that is still on for a topic.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, false, func, not_, or_, select
from sqlalchemy.sql.selectable import FromClause, Subquery

from clausecheck.errors import CannotVerify
from clausecheck.facts import Records
from clausecheck.policy.obligations.rights import NotificationSettings
from clausecheck.records.answering import neighbours_of, records_of
from clausecheck.records.asking import Ask, Audit
from clausecheck.records.consent.ledger import comparable, fenced, in_bytes, vocabulary
from clausecheck.records.consent.registers import in_full
from clausecheck.records.later_days import later_day
from clausecheck.records.relation import Relation, word_is
from clausecheck.records.retention.records import past
from clausecheck.records.scan import Classes, is_true, scan
from clausecheck.records.together import Needed, together

ROLES = ("key", "subject", "sent_at", "topic", "channel")
SETTING_ROLES = ("subject", "enabled", "changed_at", "topic", "channel")
ON, OFF = "true", "false"
_ABOUT = ("topic", "channel")
Expression = ColumnElement[Any]


def answer(asks: Sequence[Ask], audit: Audit) -> list[Records]:
    """The notifications of one place; `found` has the class `switched_off`. `CannotVerify` without settings."""
    settings = audit.register("notification_settings")
    if settings is None:
        raise CannotVerify(
            "the target maps no notification_settings, so nobody can tell what people switched off",
            remedy="map the history of settings: whose, for which topic or channel, on or off, since when",
        )
    needed = [Needed(dataset=asks[0].dataset, place=asks[0].place, roles=ROLES)]
    needed.append(Needed(dataset=settings, place=settings.original, roles=SETTING_ROLES))
    with together(audit, needed) as (sent, chosen):
        unread = in_full(chosen, audit, chosen.column("subject").is_(None))
        return [replace(one, unreadable=(*one.unreadable, *unread)) for one in _answered(asks, sent, chosen, audit)]


def _answered(asks: Sequence[Ask], sent: Relation, settings: Relation, audit: Audit) -> list[Records]:
    answered = []
    for ask in asks:
        history = _History(sent, settings, cast("NotificationSettings", ask.obligation), audit)
        classes = history.classes()
        scanned = scan(sent, history.source, [classes], neighbours=neighbours_of(sent, audit))
        answered.append(records_of(sent, history.source, classes, scanned, 0, audit))
    return answered


class _History:
    """Each notification beside the settings that speak of it: at most one row of each grain."""

    def __init__(self, sent: Relation, settings: Relation, obligation: NotificationSettings, audit: Audit) -> None:
        self._sent, self._settings, self._audit = sent, settings, audit
        self._within = obligation.applied_within
        self._subject, self._whose = comparable((sent, "subject"), (settings, "subject"))
        self._moment = sent.moment("sent_at")
        self._roles = tuple(role for role in _ABOUT if settings.has(role))
        self.source: FromClause = sent.table
        self._off = [self._joined(grain) for grain in self._grains()]
        self._doubts = self._joined_doubts()

    def _grains(self) -> list[tuple[str, ...]]:
        kept = product(*((True, False) for _ in self._roles))
        return [tuple(role for role, named in zip(self._roles, one, strict=True) if named) for one in kept]

    def _joined(self, grain: tuple[str, ...]) -> Subquery:
        """The time during which the setting of this grain was off and had to be obeyed; it joins at most one row."""
        off = self._spans(grain)
        same = [off.c[role] == in_bytes(vocabulary(self._sent, role), self._sent.dialect) for role in grain]
        at = self._moment.instant
        falls_in = and_(off.c.obeyed_by < self._moment.day, or_(off.c.until.is_(None), at < off.c.until))
        self.source = self.source.outerjoin(off, and_(off.c.subject == self._subject, *same, falls_in))
        return off

    def _spans(self, grain: tuple[str, ...]) -> Subquery:
        """(subject, the roles of the grain, obeyed_by, until): switched off until switched on again. Of two settings
        of the same moment the one that switches off counts.
        """
        name = "_and_".join(("off", *grain))
        entries = self._entries(grain, name)
        order: Any = {
            "partition_by": [entries.c[one] for one in ("subject", *grain)],
            "order_by": [entries.c.changed, entries.c.off],
        }
        before = func.lag(entries.c.off).over(**order).label("before")
        on_again = func.min(case((entries.c.off == 0, entries.c.changed))).over(**order, rows=(1, None)).label("until")
        turns = select(*entries.c, before, on_again).subquery(f"turns_{name}")
        columns = [turns.c[one] for one in ("subject", *grain, "obeyed_by", "until")]
        return select(*columns).where(turns.c.off == 1, func.coalesce(turns.c.before, 0) == 0).subquery(name)

    def _entries(self, grain: tuple[str, ...], name: str) -> Subquery:
        settings, changed = self._settings, self._settings.moment("changed_at")
        columns = [in_bytes(vocabulary(settings, role), settings.dialect).label(role) for role in grain]
        columns.append(case((word_is(settings.word("enabled"), [OFF]), 1), else_=0).label("off"))
        obeyed_by = later_day(changed.day, self._within, settings.dialect).label("obeyed_by")
        chosen = select(self._whose.label("subject"), *columns, changed.instant.label("changed"), obeyed_by)
        open_ones = [settings.column(role).is_(None) for role in self._roles if role not in grain]
        named = [vocabulary(settings, role).is_not(None) for role in grain]
        told = [settings.in_scope(), self._whose.is_not(None), not_(self._untold()), *open_ones, *named]
        return fenced(chosen.select_from(settings.table).where(*told), f"settings_{name}", settings.dialect)

    def _untold(self) -> Expression:
        """Of no known word, at no usable moment, or for something that nobody knows: it may speak of anything."""
        settings, changed = self._settings, self._settings.moment("changed_at")
        unknown = (
            and_(settings.column(role).is_not(None), vocabulary(settings, role).is_(None)) for role in self._roles
        )
        never = or_(changed.undecidable, changed.after(self._audit.latest_possible))
        return or_(not_(word_is(settings.word("enabled"), [ON, OFF])), never, *unknown)

    def _joined_doubts(self) -> Subquery:
        """The people of whom a setting cannot be told, once each."""
        chosen = select(self._whose.label("subject")).select_from(self._settings.table)
        doubts = chosen.where(self._settings.in_scope(), self._whose.is_not(None), self._untold()).distinct()
        joined = doubts.subquery("untold_settings")
        self.source = self.source.outerjoin(joined, joined.c.subject == self._subject)
        return joined

    def classes(self) -> Classes:
        excluded, undecidable = past(self._moment, self._audit)
        excluded["before the policy's date"] = is_true(self._moment.usably_before_day(self._audit.policy_date))
        undecidable["names no person"] = self._subject.is_(None)
        for role in self._roles:
            undecidable[f"names no known {role}"] = vocabulary(self._sent, role).is_(None)
        undecidable["whose settings cannot be told"] = self._doubts.c.subject.is_not(None)
        switched_off = or_(false(), *(off.c.subject.is_not(None) for off in self._off))
        return Classes(found={"switched_off": switched_off}, excluded=excluded, undecidable=undecidable)
