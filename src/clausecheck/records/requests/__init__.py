"""Requests of people: answered in time, refused with a reason, and none that never reached the register (rigour 25)."""

from clausecheck.records.requests.answering import answer

__all__ = ["answer"]
