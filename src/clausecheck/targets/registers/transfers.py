"""Mechanisms for transfers abroad (section 7)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import Words, register

REGISTERS: tuple[Category, ...] = (
    register("transfers", "transfers", "key recipient country since", "until mechanism subject data_category origin"),
    register(
        "transfer_mechanisms",
        "transfer mechanisms",
        "key mechanism valid_from",
        "recipient country data_category valid_until clauses_version framework",
    ),
)

MECHANISMS = ("standard_contractual_clauses", "adequacy_decision", "certification", "explicit_consent")
FRAMEWORKS = (
    "eu_us_data_privacy_framework", "uk_extension", "swiss_us_data_privacy_framework", "privacy_shield",
)  # fmt: skip
CLAUSES = ("2001", "2004", "2010", "2021", "uk_idta", "uk_addendum")

WORDS: Words = {
    "transfers": {"mechanism": MECHANISMS},
    "transfer_mechanisms": {"mechanism": MECHANISMS, "framework": FRAMEWORKS, "clauses_version": CLAUSES},
}
