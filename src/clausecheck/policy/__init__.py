"""A policy: YAML files -> frozen dataclasses."""

from clausecheck.policy.loading import load_policy
from clausecheck.policy.model import Collected, Policy

__all__ = ["Collected", "Policy", "load_policy"]
