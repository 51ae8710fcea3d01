"""Consent as of the moment of sending (rigour 18 to 23)."""

from clausecheck.records.consent.answering import answer

__all__ = ["answer"]
