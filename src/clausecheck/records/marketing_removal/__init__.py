"""Marketing data leave once no consent stands for them or deletion was asked for (rigour 12)."""

from clausecheck.records.marketing_removal.answering import answer

__all__ = ["answer"]
