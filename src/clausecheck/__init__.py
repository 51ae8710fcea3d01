"""clausecheck: proves, clause by clause, whether running systems keep a published privacy policy."""

__version__ = "0.1.0"
