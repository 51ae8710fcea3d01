"""The people that records are about, and those who may read them."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import TRUTH, Words, register

REGISTERS: tuple[Category, ...] = (
    register(
        "people",
        "people",
        "key",
        "email phone birth_date age_declaration declared_adult_at created_at left_at country jurisdiction status",
    ),
    register(
        "application_users",
        "application users",
        "key status administrator mfa_enrolled",
        "mfa_enforced staff kind email",
    ),
    register("staff", "members of staff", "key", "status started_at left_at role"),
    register("access_log", "accesses", "key accessed_at purpose", "subject data_category actor ground"),
)

WORDS: Words = {
    "people": {"age_declaration": ("adult", "minor")},
    "application_users": {
        "status": ("active", "disabled"),
        "administrator": TRUTH,
        "mfa_enrolled": TRUTH,
        "mfa_enforced": TRUTH,
        "kind": ("person", "service"),
    },
    "staff": {"status": ("active", "left")},
}
