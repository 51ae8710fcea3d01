"""Where it goes abroad (section 7)."""

from clausecheck.model import Obligation

KINDS: tuple[type[Obligation], ...] = ()
