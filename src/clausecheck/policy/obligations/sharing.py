"""Whom it is disclosed to (section 3)."""

from clausecheck.model import Obligation

KINDS: tuple[type[Obligation], ...] = ()
