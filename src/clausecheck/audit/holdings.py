"""Where a target's datasets lie, as the reports tell it: names of systems, tables and regions; no address."""

from clausecheck.model import Holding
from clausecheck.targets import Dataset, Place, System, Target


def holdings(target: Target) -> tuple[Holding, ...]:
    """Every place of every dataset, in the order of the target's file."""
    return tuple(
        _holding(dataset, place, target.systems[place.system])
        for dataset in target.datasets
        for place in dataset.places
    )


def _holding(dataset: Dataset, place: Place, system: System) -> Holding:
    return Holding(
        dataset=dataset.name,
        category=dataset.category,
        system=system.name,
        resource=place.name,
        is_copy=place.is_copy,
        acting_as=dataset.acting_as,
        regions=_regions(system),
        recipients=tuple(f"{one.name}: {one.ground}" for one in system.recipients),
    )


def _regions(system: System) -> tuple[str, ...]:
    """The one region of a system, else all that its kind is asked in."""
    listed = system.settings.get("regions", ())
    several = tuple(map(str, listed)) if isinstance(listed, list | tuple) else ()
    return (system.region,) if system.region else several
