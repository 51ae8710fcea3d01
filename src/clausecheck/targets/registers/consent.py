"""What people agreed to, and what they were sent (5.4)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import Words, register

REGISTERS: tuple[Category, ...] = (
    register(
        "consent_events",
        "consent events",
        "key subject purpose channel status effective_at",
        "recorded_at notice_version wording source",
    ),
    register("suppressions", "suppressions", "subject since", "key channel reason until"),
    register("campaigns", "campaigns", "key class", "message_class"),
    register("marketing_sends", "marketing sends", "key subject channel sent_at", "purpose campaign"),
)

WORDS: Words = {
    "consent_events": {"status": ("granted", "pending", "withdrawn", "denied")},
    "suppressions": {"reason": ("opt_out", "complaint", "bounce")},
    "campaigns": {"class": ("marketing", "service", "transactional")},
}
