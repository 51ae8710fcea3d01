"""What it is used for, and which messages are sent (section 2)."""

from clausecheck.model import Obligation

KINDS: tuple[type[Obligation], ...] = ()
