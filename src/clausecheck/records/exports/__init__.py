"""Delivered exports: complete, exclusive, machine-readable and transferable (rigour 27)."""

from clausecheck.records.exports.answering import answer

__all__ = ["answer"]
