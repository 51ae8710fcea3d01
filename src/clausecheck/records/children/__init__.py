"""People under age: who they are, and whether what is known of them is gone (rigour 37)."""

from clausecheck.records.children.answering import answer

__all__ = ["answer"]
