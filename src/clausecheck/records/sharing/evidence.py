"""What shows a ground: which roles of the log, and which register with which roles, each kind of evidence needs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from clausecheck.errors import CannotVerify
from clausecheck.policy.obligations.sharing import DisclosureGround
from clausecheck.records.asking import Audit
from clausecheck.targets.model import Place


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """`own` are roles of the disclosures; `register` and `roles` where the evidence itself lies, "" for none."""

    own: tuple[str, ...]
    register: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Whether the evidence is there for certain, and whether it may be; never NULL."""

    certain: ColumnElement[bool]
    maybe: ColumnElement[bool]


_CONTRACT = ("key", "service", "starts_at")
EVIDENCE: dict[str, Evidence] = {
    "contract": Evidence(own=("processor",), register="processors", roles=_CONTRACT),
    "confidentiality_terms": Evidence(own=("processor",), register="processors", roles=(*_CONTRACT, "confidentiality")),
    "case_reference": Evidence(own=("case_reference",)),
    "authority": Evidence(own=("authority",)),
    "approver": Evidence(own=("approver",)),
    "purpose": Evidence(own=("purpose",)),
    "transaction": Evidence(own=("transaction",), register="business_transfers", roles=("key", "kind", "decided_at")),
    "consent": Evidence(own=("subject", "purpose"), register="consent_events", roles=("key", "subject", "purpose")),
}
Grounds = dict[str, DisclosureGround]
Expression = ColumnElement[Any]


def declared_grounds(audit: Audit) -> Grounds:
    """The grounds that the policy declares, whichever clauses are audited."""
    return {one.ground: one for one in audit.obligations if isinstance(one, DisclosureGround) and one.ground}


def lacking(ground: DisclosureGround, place: Place, audit: Audit) -> CannotVerify | None:
    """Why the target does not let anybody see what shows this ground."""
    for name in ground.shown_by:
        needed = EVIDENCE[name]
        for role in needed.own:
            if role not in place.roles:
                return _no_column(place.name, role)
        register = audit.register(needed.register) if needed.register else None
        if needed.register and register is None:
            return CannotVerify(f"the target maps no {needed.register}", remedy=f"map {needed.register}")
        for role in needed.roles if register else ():
            if register and role not in register.original.roles:
                return _no_column(register.original.name, role)
    return None


def _no_column(name: str, role: str) -> CannotVerify:
    return CannotVerify(f"no column of {name} is named for the role {role}", remedy=f"map `{role}: COLUMN`")
