"""Corrections: whether each stands in every place that holds the corrected field of that person (5.2)."""

from clausecheck.records.corrections.answering import answer

__all__ = ["answer"]
