"""A website: what it stores and requests in each state of consent, and what its pages show."""

from collections.abc import Mapping
from typing import Any

from clausecheck.connectors.protocol import Context, Reach, nothing_told
from clausecheck.facts import Page, Population, Visit
from clausecheck.targets.model import System


def visits(system: System, _context: Context) -> Population[Visit]:
    return nothing_told("visits", system)


def pages(system: System, _context: Context) -> Population[Page]:
    return nothing_told("pages", system)


def reach(system: System, _context: Context) -> Reach:
    return Reach(system=system.name, reached=False, missing=("nothing reads a website yet",))


FACTS: Mapping[str, Any] = {"visits": visits, "pages": pages}

__all__ = ["FACTS", "reach"]
