"""Changes of the policy itself (section 11)."""

from clausecheck.model import Obligation

KINDS: tuple[type[Obligation], ...] = ()
