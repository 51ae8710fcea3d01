"""What people asked for and what became of it (5.1 to 5.3)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import TRUTH, Words, register

REGISTERS: tuple[Category, ...] = (
    register(
        "requests",
        "requests",
        "key subject right received_at status",
        "jurisdiction channel acknowledged_at answered_at extended_at paused_from paused_until withdrawn_at reason "
        "complaint_route",
    ),
    register("inbound_messages", "inbound messages", "key received_at", "subject right request channel"),
    register("exports", "exports", "key subject created_at", "request format records"),
    register("export_records", "exported records", "export dataset record", "key subject"),
    register("export_explanations", "explanations of exports", "export dataset purposes recipients kept_for", "key"),
    register(
        "erasure_exceptions",
        "exceptions from erasure",
        "key data_category record ground expires_at",
        "reduced",
    ),
    register("restrictions", "restrictions", "key subject starts_at", "ends_at"),
    register("objections", "objections", "key subject received_at purpose status", "reason decided_at withdrawn_at"),
    register("notification_settings", "notification settings", "key subject enabled changed_at", "topic channel"),
    register("notifications", "notifications", "key subject sent_at", "topic channel"),
    register("corrections", "corrections", "key subject field requested_at new_value", "of old_value status"),
)

_RIGHTS = ("access", "portability", "correction", "erasure", "restriction", "objection", "opt_out_of_sale")

WORDS: Words = {
    "requests": {"right": _RIGHTS, "status": ("open", "answered", "refused", "withdrawn")},
    "inbound_messages": {"right": (*_RIGHTS, "none")},
    "exports": {"format": ("json", "jsonl", "csv", "xml", "parquet", "pdf", "html", "text", "paper")},
    "erasure_exceptions": {"reduced": TRUTH},
    "objections": {"status": ("open", "upheld", "refused")},
    "notification_settings": {"enabled": TRUTH},
    "corrections": {
        "of": ("personal_information", "contact_and_preferences", "service_configuration"),
        "status": ("open", "done", "refused"),
    },
}
