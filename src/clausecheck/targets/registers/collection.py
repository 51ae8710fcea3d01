"""What is collected, and where it comes from (section 1)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import Words

REGISTERS: tuple[Category, ...] = ()

WORDS: Words = {}
