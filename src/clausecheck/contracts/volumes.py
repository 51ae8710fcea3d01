"""How many rows each place had in the last run: a small file beside the report, read before and written after."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from clausecheck.contracts.expected import VOLUME
from clausecheck.model import ContractResult, Outcome

FILE = "contracts/volumes.json"
_SCHEMA = "clausecheck/volumes/1"


@dataclass(frozen=True, kw_only=True)
class Volumes:
    """What the last runs of each target counted. `trouble` says why the file could not be read, "" where it could or
    where there is none yet.
    """

    targets: Mapping[str, Mapping[str, int]]
    trouble: str = ""

    def least(self, target: str, place: str, percent: int) -> int | None:
        """The fewest rows that are no collapse; None without an earlier run."""
        last = self.targets.get(target, {}).get(place)
        return None if last is None else ceil(last * percent / 100)

    def after(self, target: str, results: Sequence[ContractResult]) -> str:
        """The file's new content. A collapse is no new measure: its place keeps the number that it fell from."""
        counted = {place_of(one): one.rows for one in results if one.rows is not None and not _collapsed(one)}
        rows = {**self.targets.get(target, {}), **counted}
        content = {"schema": _SCHEMA, "targets": {**self.targets, target: dict(sorted(rows.items()))}}
        return json.dumps(content, indent=2) + "\n"


def read_volumes(report: Path | None) -> Volumes:
    """The volumes of the last runs that reported into this folder."""
    path = report / FILE if report else None
    if path is None or not path.exists():
        return Volumes(targets={})
    try:
        return Volumes(targets=_targets(json.loads(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError):
        return Volumes(targets={}, trouble=f"{FILE} beside the report cannot be read as what the last run wrote")


def place_of(result: ContractResult) -> str:
    return f"{result.dataset} in {result.resource}"


def _targets(content: Any) -> Mapping[str, Mapping[str, int]]:
    if not isinstance(content, dict) or content.get("schema") != _SCHEMA:
        raise ValueError(_SCHEMA)
    targets = content.get("targets")
    if not isinstance(targets, dict) or not all(map(_are_counts, targets.values())):
        raise ValueError(_SCHEMA)
    return targets


def _are_counts(rows: Any) -> bool:
    return isinstance(rows, dict) and all(type(count) is int and count >= 0 for count in rows.values())


def _collapsed(result: ContractResult) -> bool:
    return any(one.name == VOLUME and one.outcome is not Outcome.HONOURED for one in result.expectations)
