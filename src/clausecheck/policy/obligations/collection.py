"""What is collected (section 1)."""

from clausecheck.model import Obligation

KINDS: tuple[type[Obligation], ...] = ()
