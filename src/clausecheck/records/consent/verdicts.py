"""What follows from a send's consent and suppression for each obligation (rigour 18)."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, not_, or_

from clausecheck.policy.obligations.consent import ConsentBeforeSend, OptOutHonoured
from clausecheck.records.consent.sends import Sends, Suppressed
from clausecheck.records.consent.timeline import Consent
from clausecheck.records.scan import is_true


@dataclass(frozen=True)
class State:
    """What the ledger and the suppressions say of a send, and what they said as known then."""

    consent: Consent
    suppressed: Suppressed
    stood: bool | None

    @property
    def opted_out(self) -> bool:
        return self.consent is Consent.REFUSED or self.suppressed is Suppressed.YES

    @property
    def known_then(self) -> bool:
        """Whether what violates now was known when the message left."""
        return self.suppressed is Suppressed.YES or self.stood is False


@dataclass(frozen=True)
class Rule:
    """How an obligation judges a state: `found` is the class that its check reads."""

    found: str
    violates: Callable[[State], bool]
    untold: Callable[[State], bool]
    condition: Callable[[Sends], ColumnElement[bool]]
    counts: dict[str, Callable[[State], bool]]


def _opted_out(sends: Sends) -> ColumnElement[bool]:
    refused = sends.consent == Consent.REFUSED.value
    return refused if sends.suppressed is None else or_(refused, sends.suppressed == Suppressed.YES.value)


def _without(sends: Sends) -> ColumnElement[bool]:
    none = sends.consent.in_([Consent.NEVER.value, Consent.PENDING.value, Consent.REFUSED.value])
    return none if sends.suppressed is None else or_(none, sends.suppressed == Suppressed.YES.value)


_LATE: dict[str, Callable[[State], bool]] = {
    "late_withdrawal": lambda state: state.stood is not None and not state.known_then,
    "as_known_then": lambda state: state.stood is not None and state.known_then,
    "suppressed": lambda state: state.suppressed is Suppressed.YES,
}
RULES: dict[str, Rule] = {
    OptOutHonoured.KIND: Rule(
        found="after_opt_out",
        violates=lambda state: state.opted_out,
        untold=lambda state: state.consent is Consent.UNTOLD or state.suppressed is Suppressed.UNTOLD,
        condition=_opted_out,
        counts=_LATE,
    ),
    ConsentBeforeSend.KIND: Rule(
        found="without_consent",
        violates=lambda state: state.opted_out or state.consent in {Consent.NEVER, Consent.PENDING},
        untold=lambda state: state.consent is Consent.UNTOLD or state.suppressed is Suppressed.UNTOLD,
        condition=_without,
        counts={
            "after_opt_out": lambda state: state.opted_out,
            "pending": lambda state: not state.opted_out and state.consent is Consent.PENDING,
            "never_consented": lambda state: not state.opted_out and state.consent is Consent.NEVER,
            **_LATE,
        },
    ),
}


def judged_now(sends: Sends) -> ColumnElement[bool]:
    """The sends that are neither excluded nor undecidable by what they say themselves."""
    out = or_(*sends.excluded.values(), *sends.undecidable.values(), sends.before)
    return not_(is_true(out))
