"""Who gets data from us: processors, activities and single disclosures (sections 2, 3 and 7)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import Words, register

REGISTERS: tuple[Category, ...] = (
    register("processors", "processors", "key name", "service starts_at ends_at confidentiality country region system"),
    register(
        "processing_activities", "processing activities", "key purpose category", "system starts_at ends_at basis"
    ),
    register(
        "disclosures",
        "disclosures",
        "key recipient disclosed_at ground",
        "subject category purpose processor case_reference authority approver transaction consideration country",
    ),
)

WORDS: Words = {}
