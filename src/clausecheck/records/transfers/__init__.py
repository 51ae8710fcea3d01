"""Transfers abroad: each rests on a mechanism that stood on every day of it (rigour 35)."""

from clausecheck.records.transfers.answering import answer
from clausecheck.records.transfers.regions import regions

__all__ = ["answer", "regions"]
