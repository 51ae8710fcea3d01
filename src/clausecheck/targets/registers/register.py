"""What every topic's registers are made of."""

from collections.abc import Mapping

from clausecheck.model import Category

Words = Mapping[str, Mapping[str, tuple[str, ...]]]

TRUTH = ("true", "false")


def register(name: str, noun: str, required: str, optional: str = "") -> Category:
    """A register: its name, the plural noun of its records, and its roles, separated by spaces."""
    return Category(name=name, noun=noun, required=tuple(required.split()), optional=tuple(optional.split()))
