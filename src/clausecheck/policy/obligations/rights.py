"""What people may ask for (5.1 to 5.3)."""

from clausecheck.model import Obligation

KINDS: tuple[type[Obligation], ...] = ()
