"""What holds personal data, or may, wherever somebody lists it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One table, store, processor or processing activity. `label` is its name, or the pseudonym of a register's entry.

    `untold` says why nobody can tell what it holds: nothing in the target maps it.
    """

    label: str
    kind: str
    untold: str = ""
