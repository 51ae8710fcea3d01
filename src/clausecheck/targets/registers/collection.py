"""What is collected, and where it comes from (section 1)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import Words, register

REGISTERS: tuple[Category, ...] = (
    register("credentials", "stored credentials", "key password_hash", "subject"),
    register("third_party_sources", "third-party sources", "key provider"),
    register("agreements", "agreements with third parties", "key third_party starts_at", "ends_at"),
    register("third_party_data", "deliveries from third parties", "key third_party received_at", "subject"),
)

WORDS: Words = {
    "third_party_sources": {
        "provider": ("equipment_manufacturers", "internet_service_providers", "video_conferencing_platforms"),
    },
}
