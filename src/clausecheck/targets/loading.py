"""Reads a target file: every problem of it at once, and then frozen data."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from clausecheck.documents import conformed, did_you_mean, load_schemas, problems, read
from clausecheck.errors import InputError, Problem, TargetError
from clausecheck.model import Category
from clausecheck.targets.datasets import datasets_of
from clausecheck.targets.draft import Draft
from clausecheck.targets.expanding import expanded
from clausecheck.targets.forms import refuse_forms
from clausecheck.targets.inventory import refuse_unknown
from clausecheck.targets.links import links_of, refuse_no_addresses
from clausecheck.targets.model import Target
from clausecheck.targets.registers import REGISTERS
from clausecheck.targets.secrets import written_out
from clausecheck.targets.systems import systems_of
from clausecheck.targets.websites import refuse_short_windows

_FOLDER = "targets"
_ENDINGS = (".yaml", ".yml")
_SCHEMA = "target.schema.json"


def load_target(
    name_or_path: str,
    *,
    root: Path,
    categories: Mapping[str, Category],
    environ: Mapping[str, str],
    declares: Mapping[str, tuple[str, ...]] | None = None,
    is_listing: bool = False,
) -> Target:
    """The target NAME (`targets/NAME.yaml` below `root`), or the one in the file at this path.

    `categories` are the policy's; the engine's registers are added. `environ` answers `${NAME}`. `declares` maps the
    words of `columns:` to the elements that they declare; categories and "technical" are words in any case.
    `is_listing`: nothing will be reached, and what stands for variables is no address, so that none is looked at.
    `TargetError` with every problem of the file, none of which repeats a secret.
    """
    try:
        words = {**dict.fromkeys(("technical", *categories), ()), **(declares or {})}
        return _loaded(path_of(name_or_path, root), root, categories, environ, words, is_listing=is_listing)
    except TargetError:
        raise
    except InputError as error:
        raise TargetError(error.problems) from None


def world_of(name_or_path: str, root: Path) -> str:
    """The package that builds this target's systems, or "": asked before anything is expanded.

    Only a target of environment demo has one. `TargetError` where the file cannot be found or read.
    """
    data = _written(name_or_path, root)
    return str(data.get("world") or "") if data.get("environment") == "demo" else ""


def contracts_of(name_or_path: str, root: Path) -> bool:
    """Whether this target asks for contracts; `TargetError` where the file cannot be found or read."""
    return _written(name_or_path, root).get("contracts") is True


def remembered(name_or_path: str, root: Path, environ: Mapping[str, str]) -> tuple[str, str]:
    """The name of this target, and where it says that its runs are remembered, or ""; nothing else is looked at.

    `TargetError` where the file cannot be found or read, or a variable of it is not set.
    """
    document = read(path_of(name_or_path, root))
    named = {"history": document.data["history"]} if "history" in document.data else {}
    found: list[Problem] = []
    data = expanded(replace(document, data=named), environ, found)
    if found:
        raise TargetError(found)
    return str(document.data.get("target", "")), str(data.get("history", ""))


def _written(name_or_path: str, root: Path) -> Mapping[str, Any]:
    try:
        data: Mapping[str, Any] = read(path_of(name_or_path, root)).data
    except TargetError:
        raise
    except InputError as error:
        raise TargetError(error.problems) from None
    return data


def path_of(name_or_path: str, root: Path) -> Path:
    """The file of a target. `TargetError` where there is none, naming those that are."""
    if name_or_path.endswith(_ENDINGS) or "/" in name_or_path:
        path = Path(name_or_path)
        if path.is_file() or (path := root / name_or_path).is_file():
            return path
        raise TargetError([Problem(message="there is no such target file", file=name_or_path)])
    for ending in _ENDINGS:
        if (path := root / _FOLDER / (name_or_path + ending)).is_file():
            return path
    known = sorted(path.stem for path in (root / _FOLDER).glob("*.y*ml"))
    raise TargetError(f"there is no target {name_or_path!r}{did_you_mean(name_or_path, known)}{_listed(known)}")


def _listed(known: list[str]) -> str:
    return f" (targets: {', '.join(known)})" if known else f"; the folder {_FOLDER}/ holds none"


def _loaded(
    path: Path,
    root: Path,
    categories: Mapping[str, Category],
    environ: Mapping[str, str],
    declares: Mapping[str, tuple[str, ...]],
    *,
    is_listing: bool,
) -> Target:
    document = read(path)
    schemas = load_schemas(root / "policy" / "schema")
    if _SCHEMA not in schemas:
        raise InputError([Problem(message=f"there is no {_SCHEMA}", file=str(root / "policy" / "schema"))])
    # The form is checked before variables are replaced, so that no message can repeat what they hold.
    found = [*problems(document, schemas[_SCHEMA], schemas), *written_out(document)]
    document = conformed(document, schemas[_SCHEMA], schemas)
    data = expanded(document, environ, found)
    draft = Draft(document, data, {**categories, **REGISTERS}, str(root), found, declares, is_listing=is_listing)
    target = _built(draft)
    if draft.found:
        raise TargetError(sorted(set(draft.found), key=lambda problem: (problem.line, problem.column, problem.key)))
    return target


def _built(draft: Draft) -> Target:
    data = draft.data
    systems = systems_of(draft)
    names = list(data["systems"]) if isinstance(data.get("systems"), dict) else []
    environment = str(data.get("environment", ""))
    if data.get("mode") == "probe" and environment == "production":
        draft.refuse("a production target is only ever read; probe is refused there", "mode", at_value=True)
    if "world" in data and environment != "demo":
        draft.refuse("only a target of environment demo has a world", "world")
    refuse_short_windows(draft, systems, environment)
    datasets = datasets_of(draft, names)
    inventories = {name: system.inventory for name, system in systems.items()}
    refuse_no_addresses(draft)
    refuse_unknown(draft, inventories, [*names, *(dataset.name for dataset in datasets)])
    refuse_forms(draft, systems)
    lock = str(data.get("lock", ""))
    if lock and not (Path(draft.folder) / lock).is_file():
        draft.refuse("there is no such file", "lock", at_value=True)
    return Target(
        name=str(data.get("target", "")),
        mode=str(data.get("mode", "read-only")),
        environment=environment,
        systems=systems,
        datasets=datasets,
        world=str(data.get("world", "")),
        file=draft.document.file,
        declares=draft.declares,
        attestations=str(data.get("attestations", "")),
        waivers=str(data.get("waivers", "")),
        identifier_key=str(data.get("identifier_key", "")),
        contracts=data.get("contracts") is True,
        contacts=dict(data.get("contacts", {})) if draft.is_sound("contacts") else {},
        lock=lock,
        history=str(data.get("history", "")),
        links=links_of(draft, systems),
    )
