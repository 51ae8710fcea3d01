"""What a database's columns are declared to hold, and what was found in them besides."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

KINDS_OF_DATA: Final[Mapping[str, str]] = {
    "email_addresses": "email_address",
    "phone_numbers": "phone_number",
    "ip_addresses": "ip_address",
    "payment_cards": "payment_information",
    "bank_accounts": "payment_information",
    "credentials": "account_credentials",
    "places_on_the_map": "geographic_location",
    "birth_dates": "",
    "national_ids": "",
    "special_categories": "",
}
"""What a column's content or name can be recognised as, and the element that declares it; "" where none can."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column of a table or view, as its database lists it. `label` is "crm.people.email".

    `declared` are the roles and words by which the target declares it, empty where it does not; `elements` those of
    the policy among them. `was_read` tells whether its content was examined, and `strays` how many of its values hold
    a kind of data (a key of `KINDS_OF_DATA`) that its declaration does not cover.
    """

    label: str
    declared: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    was_read: bool = False
    strays: Mapping[str, int] = field(default_factory=dict)
    untold: str = ""

    def holds_undeclared(self, elements: Collection[str] = ()) -> bool:
        """Whether it holds data that its declaration does not cover: of these elements, or of any kind."""
        return any(not elements or KINDS_OF_DATA[kind] in elements for kind in self.strays)
