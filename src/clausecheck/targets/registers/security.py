"""Trainings, drills, media and leavers (section 4)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import Words, register

REGISTERS: tuple[Category, ...] = (
    register("system_accounts", "system accounts", "key status staff", "kind"),
    register("trainings", "trainings", "key staff completed_at", "topic valid_until"),
    register("backed_up_stores", "backed-up stores", "key", "starts_at ends_at"),
    register("restore_drills", "restore drills", "key store drilled_at outcome"),
    register("retired_media", "retired media", "key retired_at"),
    register("disposal_certificates", "disposal certificates", "key medium issued_at"),
)

WORDS: Words = {
    "system_accounts": {"status": ("active", "disabled"), "kind": ("person", "service")},
    "trainings": {"topic": ("privacy", "other")},
    "restore_drills": {"outcome": ("succeeded", "failed")},
}
