"""Breaches planted in the worlds of honouring scenarios, in the ways in which systems break.

Each way changes one thing everywhere in one dataset: its table is emptied or hidden, a date is moved far into the past
or the future, or made NULL, an access is denied. A world so changed must not stay honoured, unless
`proving/harmless.yaml` says why that is right.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fixtures.worlds import planted as planted_values
from fixtures.worlds.scenarios import Scenario
from fixtures.worlds.typed import typed

_DATES = (date.fromisoformat, datetime.fromisoformat)
FAR = 60
"""Years: farther than any period of a policy."""


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A scenario with one thing changed. `way` is what was done, `where` the category, with the role if it is one."""

    scenario: Scenario
    way: str
    where: str

    @property
    def name(self) -> str:
        return f"{self.way} {self.where}"


def planted(one: Scenario) -> Iterator[Planted]:
    """Every breach that can be planted in this world."""
    yield from _in_datasets(one)
    yield from _denied(one)


def _in_datasets(one: Scenario) -> Iterator[Planted]:
    for dataset in one.target.get("datasets", ()):
        tables = one.world.get(dataset["system"], {})
        table = _key_of(tables, str(dataset.get("table", "")))
        if table is None:
            continue
        place, category = (dataset["system"], table), dataset["category"]
        yield _changed(one, "hide", category, place, None)
        described = tables[table]
        rows = described if isinstance(described, list) else described["rows"]
        if not rows:
            continue
        columns = {name: kind for name, kind in typed(described).columns.items() if name != planted_values.COLUMN}
        yield _changed(one, "empty", category, place, {"rows": [], "columns": columns})
        for role, column in dataset.items():
            if isinstance(column, str) and any(_moved(row.get(column), 1) != row.get(column) for row in rows):
                for way, change in _WAYS.items():
                    changed = [{**row, column: change(row.get(column))} for row in rows]
                    told = {"rows": changed, "columns": columns}
                    yield _changed(one, way, f"{category}.{role}", place, told)


def _key_of(tables: Mapping[str, Any], table: str) -> str | None:
    """The table's name in the world: a file has its ending too."""
    return next((name for name in tables if name == table or name.partition(".")[0] == table), None)


def _changed(one: Scenario, way: str, where: str, place: tuple[str, str], table: Any) -> Planted:
    system, name = place
    world = deepcopy(dict(one.world))
    if table is None:
        del world[system][name]
        world[system][f"another{Path(name).suffix}"] = [{"id": "1"}]  # what is there has nothing to do with it
    else:
        world[system][name] = table
    return Planted(scenario=replace(one, world=world), way=way, where=where)


def _moved(value: Any, years: int) -> Any:
    """A day or moment so many years later, 28 February for the 29th; anything else as it is."""
    if not isinstance(value, str) or not value[:4].isdigit():
        return value
    for reads in _DATES:
        try:
            moment = reads(value)
        except ValueError:
            continue
        year = min(max(moment.year + years, 1900), 2900)
        day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
        return moment.replace(year=year, day=day).isoformat()
    return value


_WAYS: Mapping[str, Callable[[Any], Any]] = {
    "null": lambda _value: None,
    "past": lambda value: _moved(value, -FAR),
    "future": lambda value: _moved(value, FAR),
}


def _denied(one: Scenario) -> Iterator[Planted]:
    """Every permission of the cloud account taken away."""
    for system, described in one.world.items():
        if system == "aws":
            world = {**deepcopy(dict(one.world)), system: {**described, "deny": ["*"]}}
            yield Planted(scenario=replace(one, world=world), way="deny", where=system)
