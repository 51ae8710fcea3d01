"""Breaches planted in the worlds of scenarios, in the ways in which systems break.

Each changes one thing in one dataset, as `ways` has it. An honouring world so changed must not stay honoured, unless
`proving/harmless.yaml` says why that is right. Not planted, as it could not matter: a row of the dataset that the
check judges is dropped (what is gone breaks no promise; a register that misses an entry does).
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fixtures.worlds.scenarios import Scenario
from proving import ways

SERVICES = ("dynamodb", "ec2", "elasticfilesystem", "iam", "kms", "logs", "rds", "s3", "sns", "sqs", "sts")
"""What the connector asks of a cloud account."""
PROVIDERS = ("keycloak", "okta", "entra", "google_workspace", "github")
CLOSED: Mapping[str, Mapping[str, Any]] = {
    "directory": {"wrong_password": True},
    **{key: {"deny": ["*"]} for key in PROVIDERS},
}
"""What a world says where its directory or identity provider lets nobody in."""
RESERVED = {"name", "category", "system", "table", "acting_as", "anchor_reasons"}
"""Keys of a dataset that are no roles."""
ANYWHERE = ("shift", "drop")
"""Ways that are planted in worlds which are not honoured too: there the finding must change."""
TOGETHER = ("shift", "drop", "column", "deny")
"""Ways of which not every single change matters: only worlds at a boundary turn by a day, one row of many may say the
same as another, and not every world makes a check read every column. All of one way and place, in all worlds of a
check, are one breach.
"""


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A scenario with one thing changed. `way` is what was done, `where` the category, with the role if it is one."""

    scenario: Scenario
    way: str
    where: str

    @property
    def name(self) -> str:
        return f"{self.way} {self.where}"


def planted(one: Scenario, judged: AbstractSet[str] = frozenset()) -> Iterator[Planted]:
    """Every breach that can be planted in this world. `judged` are the categories that the check judges."""
    yield from _in_datasets(one, judged)
    yield from _in_accounts(one)


def _in_datasets(one: Scenario, judged: AbstractSet[str]) -> Iterator[Planted]:
    for dataset in one.target.get("datasets", ()):
        tables = one.world.get(dataset["system"], {})
        table = _key_of(tables, str(dataset.get("table", "")))
        if table is None:
            continue
        place = (dataset["system"], table)
        for way, where, described in _broken(dataset, tables[table], judged):
            yield _changed(one, way, where, place, described)


def _key_of(tables: Mapping[str, Any], table: str) -> str | None:
    """The table's name in the world: a file has its ending too."""
    return next((name for name in tables if name == table or name.partition(".")[0] == table), None)


def _broken(dataset: Mapping[str, Any], table: Any, judged: AbstractSet[str]) -> Iterator[tuple[str, str, Any]]:
    category = dataset["category"]
    yield "hide", category, None
    if dataset["system"] == "sql":
        yield "deny", category, ways.denied(table)
    roles = {role: one for role, one in dataset.items() if isinstance(one, str) and role not in RESERVED}
    for role, column in roles.items():
        if len(ways.columns_of(table)) > 1 and column in ways.columns_of(table):
            yield "column", f"{category}.{role}", ways.without_column(table, column)
    if ways.rows_of(table):
        yield "empty", category, ways.emptied(table)
        yield from (("drop", category, one) for one in ways.dropped(table) if category not in judged)
        for role, column in roles.items():
            if ways.is_dated(table, column):
                yield from (
                    (way, f"{category}.{role}", one) for way in ways.MOVES for one in ways.moved(table, column, way)
                )


def _changed(one: Scenario, way: str, where: str, place: tuple[str, str], table: Any) -> Planted:
    system, name = place
    world = deepcopy(dict(one.world))
    if table is None:
        del world[system][name]
        world[system][f"another{Path(name).suffix}"] = [{"id": "1"}]  # what is there has nothing to do with it
    else:
        world[system][name] = table
    only = ("postgresql",) if way == "deny" else one.only
    return Planted(scenario=replace(one, world=world, only=only), way=way, where=where)


def _in_accounts(one: Scenario) -> Iterator[Planted]:
    """Every permission of the cloud account taken away, and those of each service alone; and those of a directory or
    an identity provider.
    """
    for system, described in one.world.items():
        if closed := CLOSED.get(system):
            world = {**deepcopy(dict(one.world)), system: {**described, **closed}}
            yield Planted(scenario=replace(one, world=world), way="deny", where=system)
        if system == "aws":
            for where, actions in {"aws": ["*"], **{f"aws.{name}": [f"{name}:*"] for name in SERVICES}}.items():
                world = {**deepcopy(dict(one.world)), system: {**described, "deny": actions}}
                yield Planted(scenario=replace(one, world=world), way="deny", where=where)
