"""People under age (section 9)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import Words, register

REGISTERS: tuple[Category, ...] = (
    register("known_children", "known cases of children", "key subject known_at", "deleted_at"),
)

WORDS: Words = {}
