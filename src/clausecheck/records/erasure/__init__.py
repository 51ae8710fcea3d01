"""Erasure: whether anything of an erased person is left, or has come back (rigour 26 and 28)."""

from clausecheck.records.erasure.answering import answer

__all__ = ["answer"]
