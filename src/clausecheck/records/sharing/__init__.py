"""Disclosures: each has a ground that the policy declares, what shows it is on file, and nothing came in return."""

from clausecheck.records.sharing.answering import answer

__all__ = ["answer"]
