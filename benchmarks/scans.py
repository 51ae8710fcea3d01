"""How often each dataset is scanned, from the statements that were sent, and which passes over it the plan needs.

A scan is a table that a statement names behind FROM or JOIN; no database reads it oftener for that. What is named twice
is one common table expression here. Statements that stop early are no scans: "is there any at all", and the examples of
each class that holds rows, which a kept promise does not need. `PASSES` names what a question needs of a register
besides one join.
"""

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from clausecheck.audit.all_facts import ALL_FACTS
from clausecheck.audit.jobs import Job
from clausecheck.audit.session import Session
from clausecheck.errors import CannotVerify
from clausecheck.records.consulted import noting
from clausecheck.records.exports.holdings import holdings
from clausecheck.targets.model import Target

OVER_RECORDS = ("records", "transfers")
"""The facts that are told by rows."""
# EXTRACT(minute FROM sends.sent_at) reads no table.
_NAMED = re.compile(r'\b(?:FROM|JOIN)\s+(?:"([^"]+)"|`([^`]+)`|(\w+))(?![\w.])')
_STOPS_EARLY = re.compile(r"\bLIMIT \S+(?: OFFSET \S+)?\s*$")

OWN, JOINED, COMPLETE = "its own rows", "joined", "whether it can be read, and each entry tells what it is about"
PASSES: Mapping[tuple[str, str], Sequence[str]] = {
    ("change_notification", "policy_changes"): ("beside the people", "whether notices name one"),
    ("complete_export", "exports"): ("records that are missing", "records that were delivered"),
    ("complete_export", "export_records"): ("records that are missing", "records that were delivered"),
    ("consent_renewal", "policy_changes"): ("announced when",),
    ("correction", "corrections"): ("which fields are named", "the latest of each field"),
    ("disclosure_ground", "business_transfers"): ("transactions of unknown kind",),
    ("disclosure_ground", "processors"): ("processors of unknown service",),
    ("erasure", "deletion_requests"): ("whether anybody was erased",),
    ("marketing_removal", "deletion_requests"): ("summed up by person",),
    ("notification_settings", "notification_settings"): ("by topic", "by channel", "for everything", "in doubt"),
    ("objection", "objections"): ("objections to marketing",),
    ("request_deadline", "requests"): ("its first day and its jurisdictions",),
    ("testimonial_permission", "testimonials"): ("which permissions are named",),
    ("third_party_agreement", "third_party_data"): ("the days on which something came",),
    ("opt_out_honoured", "suppressions"): ("on one channel alone",),
    ("declared_message_class", "suppressions"): ("on one channel alone",),
}
"""(kind, category) to the passes that a question of this kind makes besides one over the rows that it judges, or one
join with a register and one look whether that is complete.
"""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What one job sent: `scans` by table, and `passes`, the named ones that its plan needs, by table."""

    kinds: frozenset[str]
    resource: str
    scans: Mapping[str, int]
    passes: Mapping[str, Sequence[str]]
    seconds: float

    @property
    def beyond(self) -> dict[str, str]:
        """The tables that were scanned oftener than the plan says, and what it says."""
        return {
            table: f"{count} scans for {', '.join(self.passes.get(table, ())) or 'nothing'}"
            for table, count in self.scans.items()
            if count > len(self.passes.get(table, ()))
        }


def jobs_over_records(session: Session) -> Iterator[Job]:
    """The jobs of an audit that read rows, as its gathering would run them."""
    for fact in OVER_RECORDS:
        asking = [one for one in session.examinations if one.check.facts == (fact,) and one.subject.place]
        wanted = {(id(one.obligation), one.subject.id): (one.obligation, one.subject) for one in asking}
        yield from ALL_FACTS[fact].jobs(list(wanted.values()), session.audit)


def sent_by(job: Job, target: Target) -> tuple[Sent, CannotVerify | None]:
    """Run a job, and count what it sent. The error where it could not tell."""
    statements: list[str] = []
    error = None
    began = time.perf_counter()
    with noting() as consulted, _listening(statements):
        try:
            job.run()
        except CannotVerify as reason:
            error = reason
    seconds = time.perf_counter() - began
    _, subject = job.answers[0]
    kinds = frozenset(one.kind for one, _ in job.answers)
    passes = _planned(kinds, subject.dataset.name if subject.dataset else "", consulted, target)
    scans = Counter(table for statement in statements for table in scanned(statement) if table in passes)
    return Sent(kinds=kinds, resource=subject.resource, scans=scans, passes=passes, seconds=seconds), error


def scanned(statement: str) -> Iterator[str]:
    """The names behind FROM and JOIN of a statement that does not stop early."""
    if _STOPS_EARLY.search(statement):
        return
    for named in _NAMED.finditer(statement):
        yield next(name for name in named.groups() if name)


def _planned(
    kinds: frozenset[str], judged: str, consulted: set[tuple[str, str]], target: Target
) -> dict[str, list[str]]:
    """The passes by table: one over the dataset's own rows, and for each join that needs a register what it needs."""
    planned: dict[str, list[str]] = {}
    for name, place in sorted(consulted):
        category = next(one.category for one in target.datasets if one.name == name)
        passes = [OWN] if name == judged else [JOINED, COMPLETE]
        passes += [one for kind in kinds for one in PASSES.get((kind, category), ())]
        passes += _for_each(kinds, category, consulted, target)
        planned.setdefault(place.rpartition(".")[2], []).extend(f"{one} ({name})" for one in passes)
    return planned


def _for_each(kinds: frozenset[str], category: str, consulted: set[tuple[str, str]], target: Target) -> Iterator[str]:
    """The passes that a question makes once for each dataset in which it looks for people."""
    if "complete_export" in kinds and category in {"exports", "export_records"}:
        yield from (f"which records of {one.dataset.name} are its people's, or in it" for one in holdings(target))
    if "child_data_deletion" in kinds and category in {"legal_holds", "known_children"}:
        yield from (f"who is sought, or what holds a record, in {place}" for _, place in sorted(consulted))


@contextmanager
def _listening(statements: list[str]) -> Iterator[None]:
    def sent(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", sent)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", sent)
