"""What one test looks at: a place of a dataset, or a whole system."""

from dataclasses import dataclass

from clausecheck.targets.model import Dataset, Place


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The subject of an examination. `system` and `resource` are what the finding prints.

    `about` names what belongs to no system: the policy, a register that nobody mapped.
    """

    system: str = ""
    about: str = ""
    dataset: Dataset | None = None
    place: Place | None = None

    @property
    def id(self) -> str:
        """`communications-crm`, `communications-crm.archive` for a copy, `cloud` for a system."""
        if self.dataset is None or self.place is None:
            return self.system or self.about or "nothing-mapped"
        copy = f".{self.place.table}" if self.place.is_copy else ""
        return f"{self.dataset.name}-{self.place.system}{copy}"

    @property
    def resource(self) -> str:
        return self.place.name if self.place else self.system or self.about


NOTHING_MAPPED = Subject()
