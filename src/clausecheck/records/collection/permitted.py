"""Which kinds of data a column may hold, by the way it is declared."""

from collections.abc import Iterable

NUMBERED = frozenset({"payment_cards", "bank_accounts"})
CONTACT = frozenset({"email_addresses", "phone_numbers"})
_TALK = CONTACT | {"ip_addresses"}
_BILLING = NUMBERED | CONTACT
_CREDENTIALS = frozenset({"credentials", "email_addresses"})

BY_ELEMENT: dict[str, frozenset[str]] = {
    "email_address": frozenset({"email_addresses"}),
    "phone_number": frozenset({"phone_numbers"}),
    "ip_address": frozenset({"ip_addresses"}),
    "geographic_location": frozenset({"places_on_the_map", "ip_addresses"}),
    "payment_information": NUMBERED,
    "billing_details": _BILLING,
    "account_credentials": _CREDENTIALS,
    "authentication_information": _CREDENTIALS,
    "security_event_logs": frozenset({"ip_addresses", "email_addresses"}),
    "access_attempts": frozenset({"ip_addresses", "email_addresses"}),
    # What people write to us names whom they mean. It never asks for a card, an account, an id or a password.
    "support_requests": _TALK,
    "consultation_notes": _TALK,
    "service_feedback": _TALK,
    "business_address": frozenset(),
}
"""By element of the policy; one that is not here permits none of the kinds."""

BY_ROLE: dict[str, str] = {
    "email": "email_address",
    "phone": "phone_number",
    "password_hash": "account_credentials",
}
"""The element that a role declares by its own name."""


def permitted(elements: Iterable[str], *, by_role: bool) -> frozenset[str]:
    """The kinds that a column of these elements may hold. A role may name somebody by an address or a number."""
    kinds = frozenset(kind for element in elements for kind in BY_ELEMENT.get(element, ()))
    return kinds | CONTACT if by_role else kinds


def is_secret(elements: Iterable[str]) -> bool:
    """Whether the column is declared to hold credentials: those are never read out."""
    return any("credentials" in BY_ELEMENT.get(element, ()) for element in elements)
