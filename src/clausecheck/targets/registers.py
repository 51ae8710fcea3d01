"""The engine's own registers: the datasets that a policy need not name, their roles, and the words of their values."""

from collections.abc import Mapping
from typing import Final

from clausecheck.model import Category


def _register(name: str, noun: str, required: str, optional: str = "") -> Category:
    return Category(name=name, noun=noun, required=tuple(required.split()), optional=tuple(optional.split()))


REGISTERS: Final[Mapping[str, Category]] = {
    register.name: register
    for register in (
        _register("legal_holds", "legal holds", "key approver reason starts_at review_at", "released_at"),
        _register(
            "consent_events",
            "consent events",
            "key subject purpose channel status effective_at",
            "recorded_at notice_version source",
        ),
        _register("suppressions", "suppressions", "subject since", "channel reason until"),
        _register("campaigns", "campaigns", "key class"),
        _register("marketing_sends", "marketing sends", "key subject channel sent_at", "purpose campaign"),
        _register(
            "deletion_requests",
            "deletion requests",
            "key subject received_at status",
            "completed_at identifier_digests",
        ),
        _register("application_users", "application users", "key status administrator mfa_enrolled", "mfa_enforced"),
        _register("people", "people", "key", "email phone birth_date country jurisdiction status"),
    )
}

_TRUTH = ("true", "false")
WORDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "account_information": {"status": ("active", "closed")},
    "services": {"status": ("active", "ended")},
    "consent_events": {"status": ("granted", "pending", "withdrawn", "denied")},
    "suppressions": {"reason": ("opt_out", "complaint", "bounce")},
    "campaigns": {"class": ("marketing", "service", "transactional")},
    "deletion_requests": {"status": ("open", "done", "refused")},
    "application_users": {
        "status": ("active", "disabled"),
        "administrator": _TRUTH,
        "mfa_enrolled": _TRUTH,
        "mfa_enforced": _TRUTH,
    },
}
"""Category to role to the only words that its values may have. A stored value that is none of them is undecidable."""

OPEN_ROLES: Final = ("purpose", "channel", "country", "jurisdiction", "source", "status")
"""Roles that a dataset may map values for, though no list of words closes them."""

ANCHOR_ROLES: Final = (
    "recorded_at", "sent_at", "effective_at", "received_at", "created_at", "service_end", "starts_at", "left_at",
)  # fmt: skip
"""Roles from which a clock starts: never a column that an update moves (rigour 15)."""
