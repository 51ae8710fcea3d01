"""Retention: which records stay past their due day (rigour 8 to 16)."""

from clausecheck.records.retention.answering import answer

__all__ = ["answer"]
