"""The checks of a folder: which kind of obligation each judges, which facts it asks for, what its docstring says."""

import importlib.util
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from types import ModuleType

from clausecheck.errors import InputError, Problem
from clausecheck.redaction import kind_of as kind_of_error

PREFIX = "test_"
MARKER = "obligation"
BESIDE_FACTS = ("obligation", "calendar")
"""What a check may ask for beside the one kind of fact that it judges."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check: its stem, the kind of obligation that it judges, the facts that it asks for by name."""

    stem: str
    kind: str
    function: Callable[..., object]
    facts: tuple[str, ...]
    promise: str
    how: str
    file: str


def find_checks(folder: Path) -> list[Check]:
    """Every check below a folder, in the order of its stems. `InputError` for a file that cannot be imported."""
    return sorted(_checks(folder), key=lambda check: check.stem)


def _checks(folder: Path) -> Iterator[Check]:
    for file in sorted(folder.rglob(f"{PREFIX}*.py")):
        for name, function in vars(_module(file)).items():
            if name.startswith(PREFIX) and inspect.isfunction(function) and kind_of(function):
                yield check_of(function)


def _module(file: Path) -> ModuleType:
    name = f"clausecheck_checks.{file.parent.name}.{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} cannot be read as a module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise InputError([_not_imported(file, error)]) from None
    return module


def _not_imported(file: Path, error: Exception) -> Problem:
    lines = [entry.lineno for entry in extract_tb(error.__traceback__) if entry.filename == str(file)]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else 0
    return Problem(message=f"cannot be imported ({kind_of_error(error)})", file=str(file), line=line or 0)


def kind_of(function: object) -> str:
    """The kind that `@pytest.mark.obligation("…")` names, or ""."""
    for mark in getattr(function, "pytestmark", ()):
        if mark.name == MARKER and mark.args:
            return str(mark.args[0])
    return ""


def check_of(function: Callable[..., object]) -> Check:
    """The check that a marked function is."""
    promise, _, rest = inspect.cleandoc(function.__doc__ or "").partition("\n")
    return Check(
        stem=function.__name__.removeprefix(PREFIX),
        kind=kind_of(function),
        function=function,
        facts=tuple(name for name in inspect.signature(function).parameters if name not in BESIDE_FACTS),
        promise=promise,
        how=_how(rest),
        file=inspect.getsourcefile(function) or "",
    )


def _how(rest: str) -> str:
    """The paragraph that says what counts as a violation, in one line, for readers who read no code."""
    match = re.search(r"^Violated: (.+?)(?=\n\s*\n|\n[A-Z]\w+: |\Z)", rest, re.DOTALL | re.MULTILINE)
    return " ".join(match[1].split()) if match else ""
