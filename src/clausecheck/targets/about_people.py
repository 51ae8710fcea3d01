"""Where records of people lie: every place that names a subject or an identifier, whatever its category."""

from typing import Final

from clausecheck.targets.model import Dataset, Place, Target
from clausecheck.targets.registers import IDENTIFIER_ROLES

PROOF: Final = (
    "access_log", "change_notices", "consent_events", "corrections", "deletion_requests", "disclosures",
    "export_records", "exports", "inbound_messages", "known_children", "marketing_sends", "messages", "notifications",
    "objections", "permissions", "requests", "restrictions", "suppressions", "transfers",
)  # fmt: skip
"""Registers that prove what was asked, answered, sent or done. They outlive the person's other data, for a period of
their own (rigour 12): a suppression list that forgot people would have them written to again.
"""


def names_people(dataset: Dataset, place: Place) -> bool:
    """Whether its records can be told to be of a person: by subject, by an identifier, or as the people themselves."""
    roles = ("subject", *IDENTIFIER_ROLES)
    return dataset.category == "people" or any(role in place.roles for role in roles)


def searched(target: Target) -> list[tuple[Dataset, Place]]:
    """Every place in which a person may be found, copies included; registers that are proof are left out."""
    return [
        (dataset, place)
        for dataset in target.datasets
        if dataset.category not in PROOF
        for place in dataset.places
        if names_people(dataset, place)
    ]
