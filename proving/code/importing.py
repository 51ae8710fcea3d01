"""Which files of `records/` and `checks/` use what a module does as it is imported, and importing all of them."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from clausecheck.records.all_questions import ALL_QUESTIONS
from fixtures.worlds import trying
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


def import_everything() -> None:
    """What forked children share: the checks, every question, and the libraries that they read rows with."""
    trying._checks(ROOT)  # noqa: SLF001 - so that no child has to import them
    for name in {*ALL_QUESTIONS.values(), "duckdb", "duckdb_sqlalchemy", "pyarrow", "clausecheck.connectors.sql"}:
        import_module(name)
    for file in RECORDS.rglob("*.py"):
        import_module(".".join(file.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__"))
