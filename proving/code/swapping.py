"""Puts a mutant in the place of the code that a process has loaded already.

A change in a function's body replaces the code of that function wherever it is bound, so that nothing is imported
anew. One that runs on import (a constant, a default, a class) drops what imports `records` and reads its source.
"""

import gc
import importlib.machinery
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from proving.code.mutant import RECORDS, ROOT, Mutant

Functions = Mapping[tuple[str, str], list[FunctionType]]
LOWER = (
    "errors", "model", "periods", "redaction", "documents", "policy", "targets", "facts", "check_files", "case_files",
    "connectors",
)  # fmt: skip
"""The layers below `records`, which import nothing of it and may stay loaded."""


def loaded(folders: tuple[Path, ...]) -> Functions:
    """Every function of the files below these folders that this process has loaded, by file and dotted name."""
    below = tuple(f"{folder}/" for folder in folders)
    known: dict[tuple[str, str], list[FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename.startswith(below):
            known.setdefault((one.__code__.co_filename, one.__code__.co_qualname), []).append(one)
    return known


def swap(mutant: Mutant, functions: Functions) -> None:
    """Make this process run the mutant from now on."""
    if is_loaded(mutant, functions):
        put_in(mutant, functions)
    else:
        _import_anew(mutant)
    if not tells(mutant):
        without_statements()


def is_loaded(mutant: Mutant, functions: Functions) -> bool:
    """Whether the changed function is among these, so that nothing has to be imported anew."""
    return bool(functions.get((str(mutant.file), mutant.function)))


def put_in(mutant: Mutant, functions: Functions) -> None:
    """Put the mutant's code into the changed function, wherever it is bound."""
    for function in functions[str(mutant.file), mutant.function]:
        codes = _codes(compile(mutant.source, mutant.file, "exec"))
        function.__code__ = next(one for one in codes if one.co_qualname == mutant.function)


def rebind(mutant: Mutant) -> None:
    """Run the mutant's module anew in its place, and bind what it defines wherever the old was imported to.

    For what runs on import, in a process whose modules hold one another already.
    """
    name = ".".join(mutant.file.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
    module = sys.modules[name]
    before = dict(vars(module))
    exec(compile(mutant.source, mutant.file, "exec"), vars(module))  # noqa: S102 - our own source, changed by us
    for other in list(sys.modules.values()):
        bound = getattr(other, "__dict__", {})
        for key, old in list(bound.items()):
            if key in before and old is before[key] and not key.startswith("__"):
                bound[key] = vars(module)[key]


def tells(mutant: Mutant) -> bool:
    """Whether it may change the statements that show people where to look."""
    return mutant.file in {RECORDS / "answering.py", RECORDS / "scan.py", RECORDS / "relation.py"}


def without_statements() -> None:
    """Leave out the statements for people, which take a third of the time and which no scenario looks at."""

    def statement_of(relation: Any, statement: Any) -> str:  # noqa: ARG001
        return ""

    import_module("clausecheck.records.answering").statement_of.__code__ = statement_of.__code__


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _import_anew(mutant: Mutant) -> None:
    """Make every import of the mutant's file read its source instead, whatever bytecode lies beside it."""
    for name in list(sys.modules):
        package, _, rest = name.partition(".")
        is_lower = rest.partition(".")[0] in ("", *LOWER)
        if (package == "clausecheck" and not is_lower) or name == "fixtures.worlds.trying":
            _forget(name)
    loader: Any = importlib.machinery.SourceFileLoader
    reads: Callable[[Any, str], Any] = loader.get_code

    def get_code(self: Any, name: str) -> Any:
        path = self.get_filename(name)
        return compile(mutant.source, path, "exec") if Path(path) == mutant.file else reads(self, name)

    loader.get_code = get_code


def _forget(name: str) -> None:
    module = sys.modules.pop(name)
    parent, _, last = name.rpartition(".")
    if getattr(sys.modules.get(parent), last, None) is module:
        delattr(sys.modules[parent], last)
