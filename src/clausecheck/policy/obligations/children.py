"""People under age (section 9)."""

from clausecheck.model import Obligation

KINDS: tuple[type[Obligation], ...] = ()
