"""What of the policy a stored fact depends on, as a digest: where it differs, the fact answers another question.

What connectors tell cannot depend on what is hoped for, so that it answers for any terms. Rows are counted for the
terms of one obligation, and columns, forms and the published page are held against the policy as a whole.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
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


@dataclass(frozen=True)
class Terms:
    """What facts depend on in one policy. What is the same for many of them is put together once."""

    policy: Policy

    def digest(self, check: Check, obligation: Obligation) -> str:
        """The digest of everything in the policy that this check's fact depends on, in hexadecimal."""
        fact = check.facts[0] if len(check.facts) == 1 else ""
        told = [fact, self._rows(obligation) if fact in ROWS else _CONTEXTS.get(fact, _nothing)(self, obligation)]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def _rows(self, obligation: Obligation) -> Any:
        own = {"own": _told(obligation), "zone": self.policy.time_zone}
        if obligation.kind in ALONE:
            return own
        return {**own, "since": self.policy.version.isoformat(), "beside": self._beside}

    @cached_property
    def _beside(self) -> list[str]:
        return sorted(
            {json.dumps(_told(one), sort_keys=True) for _, one in self.policy.obligations if one.kind in BESIDE}
        )

    def declared(self, obligation: Obligation) -> Any:
        return {"own": _told(obligation), "words": self._words}

    @cached_property
    def _words(self) -> Mapping[str, list[str]]:
        return {name: sorted(one) for name, one in declarations(self.policy).items()}

    def published(self, _obligation: Obligation) -> Any:
        """The page is held against a lock of one text: no other text was ever looked for."""
        policy = self.policy
        promises = [(clause.id, clause.title, clause.promise) for clause in policy.clauses]
        return {"version": policy.version.isoformat(), "title": policy.title, "promises": promises}

    def contacts(self, obligation: Obligation) -> Any:
        return {"own": _told(obligation), "contacts": self.policy.contacts}

    def signing_up(self, obligation: Obligation) -> Any:
        return {"own": _told(obligation), "zone": self.policy.time_zone}


def _told(obligation: Obligation) -> Mapping[str, Any]:
    return {"kind": obligation.kind, **{name: plain_value(one) for name, one in terms_of(obligation).items()}}


def _nothing(_terms: Terms, _obligation: Obligation) -> Any:
    return None


_CONTEXTS: Final[Mapping[str, Callable[[Terms, Obligation], Any]]] = {
    "columns": Terms.declared,
    "asked_fields": Terms.declared,
    "published_places": Terms.published,
    "published_contacts": Terms.contacts,
    "sign_ups": Terms.signing_up,
}
"""By fact what it depends on; any other fact depends on nothing of the policy."""
