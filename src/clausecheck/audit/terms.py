"""What of the policy a stored fact depends on, as a digest: where it differs, the fact answers another question.

What connectors tell cannot depend on what is hoped for, so that it answers for any terms. Rows are counted for the
terms of one obligation, and columns, forms and the published page are held against the policy as a whole.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from clausecheck.audit.checks import Check
from clausecheck.model import Obligation
from clausecheck.policy import Policy
from clausecheck.policy.declarations import declarations
from clausecheck.policy.terms import plain_value, terms_of

ROWS: Final = frozenset({"records", "transfers", "announcements"})
"""Facts that count rows for one obligation."""
BESIDE: Final = frozenset({"declared_message_class", "declared_purpose", "disclosure_ground", "request_deadline"})
"""Kinds that questions read beside the obligation that they are asked for: some leave to others what those cover."""
ALONE: Final = frozenset({"retention", "minimum_retention", "legal_hold_review"})
"""Kinds over rows that read nothing of the policy but their own terms: not even since when it holds."""


def terms_digest(check: Check, obligation: Obligation, policy: Policy) -> str:
    """The digest of everything in the policy that this check's fact depends on, in hexadecimal."""
    fact = check.facts[0] if len(check.facts) == 1 else ""
    told = [fact, _rows(obligation, policy) if fact in ROWS else _CONTEXTS.get(fact, _nothing)(obligation, policy)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _rows(obligation: Obligation, policy: Policy) -> Any:
    own = {"own": _told(obligation), "zone": policy.time_zone}
    if obligation.kind in ALONE:
        return own
    beside = {json.dumps(_told(one), sort_keys=True) for _, one in policy.obligations if one.kind in BESIDE}
    return {**own, "since": policy.version.isoformat(), "beside": sorted(beside)}


def _told(obligation: Obligation) -> Mapping[str, Any]:
    return {"kind": obligation.kind, **{name: plain_value(one) for name, one in terms_of(obligation).items()}}


def _nothing(_obligation: Obligation, _policy: Policy) -> Any:
    return None


def _declared(obligation: Obligation, policy: Policy) -> Any:
    return {"own": _told(obligation), "words": {name: sorted(one) for name, one in declarations(policy).items()}}


def _published(_obligation: Obligation, policy: Policy) -> Any:
    """The page is held against a lock of one text: no other text was ever looked for."""
    promises = [(clause.id, clause.title, clause.promise) for clause in policy.clauses]
    return {"version": policy.version.isoformat(), "title": policy.title, "promises": promises}


def _contacts(obligation: Obligation, policy: Policy) -> Any:
    return {"own": _told(obligation), "contacts": policy.contacts}


def _signing_up(obligation: Obligation, policy: Policy) -> Any:
    return {"own": _told(obligation), "zone": policy.time_zone}


_CONTEXTS: Final[Mapping[str, Callable[[Obligation, Policy], Any]]] = {
    "columns": _declared,
    "asked_fields": _declared,
    "published_places": _published,
    "published_contacts": _contacts,
    "sign_ups": _signing_up,
}
"""By fact what it depends on; any other fact depends on nothing of the policy."""
