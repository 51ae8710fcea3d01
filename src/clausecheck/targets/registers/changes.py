"""Changes of the policy, and who was told (section 11)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import TRUTH, Words, register

REGISTERS: tuple[Category, ...] = (
    register(
        "policy_changes",
        "changed clauses",
        "key clause effective_at decided_at material",
        "version decided_by affects_rights announced_at",
    ),
    register("change_notices", "notices of changes", "key change subject channel sent_at", "status"),
)

WORDS: Words = {
    "policy_changes": {"material": TRUTH, "affects_rights": TRUTH},
    "change_notices": {"status": ("sent", "delivered", "bounced")},
}
