"""Mechanisms for transfers abroad (section 7)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import Words

REGISTERS: tuple[Category, ...] = ()

WORDS: Words = {}
