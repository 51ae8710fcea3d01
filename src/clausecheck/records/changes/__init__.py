"""Changes of the policy: each decided on, the material ones told to everybody registered (rigour 38)."""

from clausecheck.records.changes.answering import answer

__all__ = ["answer"]
