"""Where the target says that data lie: for the record of processing, which no finding tells as a whole."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One place of one dataset, `system.table`, with what the target declares of its system.

    `acting_as` is "controller" or "processor". `regions` are those of the system, () where none is declared;
    `recipients` are "name: ground" of everybody outside the system to whom its data may go.
    """

    dataset: str
    category: str
    system: str
    resource: str
    is_copy: bool = False
    acting_as: str = "controller"
    regions: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
