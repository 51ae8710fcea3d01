"""The next check, begun: the check, a scenario of each kind and the docs page, for somebody to fill in."""

from clausecheck.scaffold.new_check import new_check

__all__ = ["new_check"]
