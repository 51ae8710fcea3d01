"""What the roles of a dataset say by themselves: which tell time, which cannot lie ahead, which name another table."""

from typing import Final

PAST: Final = frozenset({
    "recorded_at", "sent_at", "received_at", "created_at", "accessed_at", "disclosed_at", "completed_at", "deleted_at",
    "acknowledged_at", "answered_at", "requested_at", "published_at", "given_at", "known_at", "decided_at",
})  # fmt: skip
"""Roles that record what has happened: a value that lies ahead cannot be true. Others may be planned."""

REFERENCES: Final = {
    "hold": "legal_holds",
    "campaign": "campaigns",
    "processor": "processors",
    "request": "requests",
    "export": "exports",
    "permission": "permissions",
    "change": "policy_changes",
}
"""Role -> the register whose `key` it names."""

PEOPLE: Final = "people"
ACCOUNTS: Final = "account_information"
"""The two that a `subject` may name: a person by its `key`, or a company by its accounts' `subject`."""

_OTHERS_OF_TIME = frozenset({"since", "until", "service_end", "birth_date", "paused_from", "paused_until"})


def tells_time(role: str) -> bool:
    return role.endswith("_at") or role in _OTHERS_OF_TIME
