"""The kinds of obligation that a check reads, with their terms, by topic. The policy's schema knows further kinds."""

from clausecheck.model import Obligation
from clausecheck.policy.obligations import (
    changes,
    children,
    collection,
    consent,
    contact,
    retention,
    rights,
    security,
    sharing,
    tracking,
    transfers,
    use,
)

TOPICS = (
    changes, children, collection, consent, contact, retention, rights, security, sharing, tracking, transfers, use,
)  # fmt: skip

OBLIGATIONS: dict[str, type[Obligation]] = {kind.KIND: kind for topic in TOPICS for kind in topic.KINDS}
