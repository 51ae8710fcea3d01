"""Which files of `records/` and `checks/` use what a module does as it is imported."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from proving.code.mutant import CHECKS, RECORDS, ROOT


def importers(file: Path) -> frozenset[str]:
    """This file and those that import it, relative to the project."""
    own = _module(file)
    users = {one for one, modules in _imports().items() if own in modules}
    return frozenset({file.relative_to(ROOT).as_posix(), *users})


@cache
def _imports() -> dict[str, frozenset[str]]:
    files = [*RECORDS.rglob("*.py"), *CHECKS.rglob("*.py")]
    return {file.relative_to(ROOT).as_posix(): frozenset(_imported(file)) for file in files}


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _module(file: Path) -> str:
    return (
        ".".join(file.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
        if (file.is_relative_to(RECORDS))
        else ""
    )
