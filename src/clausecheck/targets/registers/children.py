"""People under age (section 9)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import Words

REGISTERS: tuple[Category, ...] = ()

WORDS: Words = {}
