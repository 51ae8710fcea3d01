"""Legal holds, and requests to be deleted (section 6)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import Words, register

REGISTERS: tuple[Category, ...] = (
    register("legal_holds", "legal holds", "key approver reason starts_at review_at", "released_at"),
    register(
        "deletion_requests",
        "deletion requests",
        "key subject received_at status",
        "completed_at identifier_digests",
    ),
)

WORDS: Words = {
    "account_information": {"status": ("active", "closed")},
    "services": {"status": ("active", "ended")},
    "deletion_requests": {"status": ("open", "done", "refused")},
}
