"""Legal holds, requests to be deleted, and the register of financial records (section 6)."""

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
    register("financial_register", "registered financial records", "key recorded_at"),
)

WORDS: Words = {
    "account_information": {"status": ("active", "closed")},
    "services": {"status": ("active", "ended")},
    "deletion_requests": {"status": ("open", "done", "refused")},
}
