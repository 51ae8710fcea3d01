"""What the policy says is collected."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectedCategory:
    """One kind of data that a clause says is collected. `label` is the clause with its title.

    `category` is the one whose period it has; `untold` says why it has none.
    """

    label: str
    category: str
    untold: str = ""
