"""Who gets data from us, and for what they are used: processors, activities, disclosures (sections 2, 3 and 7)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import TRUTH, Words, register

REGISTERS: tuple[Category, ...] = (
    register(
        "processors",
        "processors",
        "key",
        "label service starts_at ends_at confidentiality country region in_system domains",
    ),
    register(
        "processing_activities",
        "processing activities",
        "key purpose data_category",
        "in_system starts_at ends_at basis",
    ),
    register(
        "disclosures",
        "disclosures",
        "key recipient disclosed_at ground",
        "subject data_category purpose processor case_reference authority approver transaction consideration country",
    ),
    register("business_transfers", "business transfers", "key kind decided_at", "label"),
    register("testimonials", "testimonials", "key subject published_at", "permission removed_at"),
    register("permissions", "permissions", "key subject given_at", "withdrawn_at written document"),
    register("messages", "messages", "key subject channel sent_at", "purpose campaign message_class"),
)

BASES = ("consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests")
"""The grounds of GDPR Art. 6(1), (a) to (f)."""

TRANSFERS = ("merger_or_sale", "restructuring")

WORDS: Words = {
    "business_transfers": {"kind": TRANSFERS},
    "processors": {"confidentiality": TRUTH},
    "processing_activities": {"basis": BASES},
    "permissions": {"written": TRUTH},
}
