"""What people asked for and what became of it (5.1 to 5.3)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import Words

REGISTERS: tuple[Category, ...] = ()

WORDS: Words = {}
