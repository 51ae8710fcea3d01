"""Targets: YAML to systems and datasets; secrets come from the environment."""

from clausecheck.targets.loading import contracts_of, load_target, world_of
from clausecheck.targets.model import AtRest, Dataset, Link, Place, System, Target
from clausecheck.targets.registers import OPEN_ROLES, REGISTERS, WORDS

__all__ = [
    "OPEN_ROLES",
    "REGISTERS",
    "WORDS",
    "AtRest",
    "Dataset",
    "Link",
    "Place",
    "System",
    "Target",
    "contracts_of",
    "load_target",
    "world_of",
]
