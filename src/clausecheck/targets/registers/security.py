"""Trainings, drills, media and leavers (section 4)."""

from clausecheck.model import Category
from clausecheck.targets.registers.register import Words

REGISTERS: tuple[Category, ...] = ()

WORDS: Words = {}
