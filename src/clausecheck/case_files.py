"""What the files under `fixtures/cases/` say: enforcement decisions, and the checks that would have caught them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clausecheck.documents import checked, load_schemas
from clausecheck.documents.schemas import Schemas

FOLDER = Path("fixtures") / "cases"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What one check says of one clause in a case; `not_yet` names what it would take where it says nothing yet."""

    clause: str
    check: str
    violations: int = 0
    not_yet: str = ""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One decision. `status` is final, reduced, quashed or pending; `unchecked` is what no source confirmed.

    `as_of`, `world` and `target` are a scenario's; the world is empty where nothing that exists could see it.
    """

    name: str
    authority: str
    year: int
    reference: str
    what_happened: str
    status: str
    what_became_of_it: str
    expected: tuple[Expected, ...]
    unchecked: tuple[str, ...] = ()
    retold: str = ""
    as_of: str = ""
    world: Mapping[str, Any] = field(default_factory=dict)
    target: Mapping[str, Any] = field(default_factory=dict)
    path: Path = Path()


def case_files(root: Path) -> tuple[Case, ...]:
    """Every case of the project at `root`, the oldest first; `InputError` for one that lacks anything."""
    schemas = load_schemas(root / "policy" / "schema")
    cases = [case_file(path, schemas) for path in sorted((root / FOLDER).glob("*.yaml"))]
    return tuple(sorted(cases, key=lambda case: (case.year, case.name)))


def case_file(path: Path, schemas: Schemas) -> Case:
    """The case in this file; `InputError` names everything that is wrong with it, such as a missing reference."""
    data = checked(path, schemas["case.schema.json"], schemas).data
    return Case(
        name=data["case"],
        authority=data["authority"],
        year=data["year"],
        reference=data["reference"],
        what_happened=data["what_happened"],
        status=data["status"],
        what_became_of_it=data["what_became_of_it"],
        expected=tuple(_expected(clause, checks, name) for clause, checks in data["expect"].items() for name in checks),
        unchecked=tuple(data.get("unchecked", ())),
        retold=data.get("retold", ""),
        as_of=data.get("as_of", ""),
        world=data.get("world", {}),
        target=data.get("target", {}),
        path=path,
    )


def _expected(clause: str, checks: Mapping[str, Mapping[str, Any]], name: str) -> Expected:
    told = checks[name]
    return Expected(clause=clause, check=name, violations=told.get("violations", 0), not_yet=told.get("not_yet", ""))
