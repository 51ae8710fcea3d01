"""Attestations and waivers of one audit: which of them count, what they change, and what became of each.

An attestation takes the place of unverified findings, never of a violation. A waiver covers exactly the
counter-examples that it names; a finding is waived where each of them is covered.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from clausecheck.facts import RowClass
from clausecheck.model import Acceptance, Finding, Outcome
from clausecheck.policy import Policy
from clausecheck.policy.attestations import ORGANISATION, Attestation, fault_of
from clausecheck.policy.waivers import Waiver


@dataclass(frozen=True, kw_only=True)
class Excuse:
    """How many counter-examples valid waivers cover, where those waivers stand, and why others cover nothing."""

    covered: int = 0
    by: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Accepting:
    """What people of one target stated and accepted. It remembers which entries were used."""

    attestations: Sequence[Attestation] = ()
    waivers: Sequence[Waiver] = ()
    policy: Policy
    as_of: datetime
    _used: set[str] = field(default_factory=set)
    _faults: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.attestations:
            self._faults[_place(one)] = fault_of(one, self.policy, self.as_of)
        for waiver in self.waivers:
            self._faults[waiver.id] = waiver.fault(self.as_of)

    @property
    def waivers_of_records(self) -> tuple[Waiver, ...]:
        """The waivers that count now and name records by key."""
        return tuple(one for one in self.waivers if one.digests and not self._faults[one.id])

    def attested(self, finding: Finding) -> Finding:
        """The finding, or what a valid attestation makes of it; one that does not count is told in its message."""
        if finding.outcome is not Outcome.UNVERIFIED or finding.our_fault:
            return finding
        told = [one for one in self.attestations if _is_about(one, finding)]
        for one in told:
            if not (fault := self._fault(one, finding)):
                self._used.add(_place(one))
                return _attested(finding, one)
            finding = _with_note(finding, f"The attestation {_place(one)} does not count: {fault}.")
        return finding

    def _fault(self, one: Attestation, finding: Finding) -> str:
        if fault := self._faults[_place(one)]:
            return fault
        if one.none_occurred and not finding.is_empty:
            return "it states that nothing occurred, and that is not what is in doubt"
        if finding.is_empty and not one.none_occurred:
            return "it does not state that nothing occurred, and the place is empty"
        if finding.is_empty and not finding.may_be_empty:
            return "the target does not say that the dataset may be empty"
        return ""

    def excuse(self, clause: str, check: str, offenders: Sized) -> Excuse:
        """What the waivers of this clause and check cover of these counter-examples."""
        about = [one for one in self.waivers if (one.clause, one.check) == (clause, check)]
        covered: Counter[str] = Counter()
        notes = []
        for one in about:
            number = _covered(one, offenders)
            if not number:
                continue
            if fault := self._faults[one.id]:
                notes.append(f"The waiver {one.id} excuses nothing: {fault}.")
            elif one.at_most and number > one.at_most:
                why = f"it covers {number:,} records and may excuse {one.at_most:,}"
                self._faults[one.id] = why
                notes.append(f"The waiver {one.id} excuses nothing: {why}.")
            else:
                covered[one.id] += number
        self._used.update(covered)
        return Excuse(covered=covered.total(), by=tuple(covered), notes=tuple(notes))

    def told(self, clauses: Iterable[str]) -> tuple[Acceptance, ...]:
        """Every entry about one of these clauses, with what became of it."""
        selected = set(clauses)
        attestations = [self._of_attestation(one) for one in self.attestations if one.clause in selected]
        return (*attestations, *(self._of_waiver(one) for one in self.waivers if one.clause in selected))

    def _of_attestation(self, one: Attestation) -> Acceptance:
        return Acceptance(
            kind="attestation", clause=one.clause, about=one.obligation, covers=one.system, statement=one.statement,
            role=one.signed_by, since=one.signed_at, until=one.expires_at, document=one.document.name,
            sha256=one.sha256, file=one.file, line=one.line, **self._state(_place(one)),
        )  # fmt: skip

    def _of_waiver(self, one: Waiver) -> Acceptance:
        records = f"at most {one.at_most:,} records of {one.dataset}, by their keys"
        return Acceptance(
            kind="waiver", clause=one.clause, about=one.check,
            covers=", ".join(sorted(one.resources)) or records, statement=one.justification,
            role=one.approved_by, since=one.created_at, until=one.expires_at, ticket=one.ticket, file=one.file,
            line=one.line, **self._state(one.id),
        )  # fmt: skip

    def _state(self, place: str) -> Mapping[str, Any]:
        if fault := self._faults[place]:
            return {"state": "void", "why": fault}
        return {"state": "used" if place in self._used else "unused"}


def _is_about(one: Attestation, finding: Finding) -> bool:
    system = finding.system or ORGANISATION
    return (one.clause, one.obligation, one.system) == (finding.clause, finding.obligation, system)


def _place(one: Attestation) -> str:
    return f"{one.file}:{one.line}"


def _attested(finding: Finding, one: Attestation) -> Finding:
    said = one.statement if one.statement.endswith(".") else f"{one.statement}."
    message = (
        f"Attested by the role {one.signed_by} on {one.signed_at:%Y-%m-%d}, until {one.expires_at:%Y-%m-%d}: {said} "
        f"Document: {one.document.name}. No program saw it: {finding.message}"
    )
    return replace(finding, outcome=Outcome.ATTESTED, message=message, attested_by=_place(one))


def _with_note(finding: Finding, note: str) -> Finding:
    reasons = (*finding.reasons, note.rstrip("."))
    return replace(finding, message=f"{finding.message} {note}", reasons=reasons)


def _covered(one: Waiver, offenders: Sized) -> int:
    if isinstance(offenders, RowClass):
        return offenders.waived.get(one.id, 0)
    if isinstance(offenders, Sequence):
        return sum(str(getattr(offender, "label", "")) in one.resources for offender in offenders)
    return 0
