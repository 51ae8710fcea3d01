"""The engine's own registers: the datasets that a policy need not name, their roles, and the words of their values."""

from typing import Final

from clausecheck.model import Category
from clausecheck.targets.registers import (
    changes,
    children,
    collection,
    consent,
    people,
    retention,
    rights,
    security,
    sharing,
    transfers,
)
from clausecheck.targets.registers.register import Words

TOPICS: Final = (changes, children, collection, consent, people, retention, rights, security, sharing, transfers)

REGISTERS: Final[dict[str, Category]] = {one.name: one for topic in TOPICS for one in topic.REGISTERS}

WORDS: Final[Words] = {category: words for topic in TOPICS for category, words in topic.WORDS.items()}
"""Category to role to the only words that its values may have. A stored value that is none of them is undecidable."""

OPEN_ROLES: Final = (
    "purpose", "channel", "country", "jurisdiction", "source", "status",
    "data_category", "ground", "service", "kind", "consideration", "message_class", "topic", "dataset", "field",
    "in_system", "origin", "region",
)  # fmt: skip
"""Roles that a dataset may map values for, though no list of words closes them."""

IDENTIFIER_ROLES: Final = ("email", "phone", "device")
"""Columns by which a person is found beside `subject`. A dataset of any category may name them."""

ANCHOR_ROLES: Final = (
    "recorded_at", "sent_at", "effective_at", "received_at", "created_at", "service_end", "starts_at", "left_at",
    "accessed_at", "disclosed_at", "published_at", "given_at", "withdrawn_at", "decided_at", "requested_at",
    "started_at", "completed_at", "drilled_at", "retired_at", "issued_at", "valid_from", "known_at",
)  # fmt: skip
"""Roles from which a clock starts: never a column that an update moves (rigour 15)."""
