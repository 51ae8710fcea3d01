"""What the files under `checks/` say of themselves, read as text: no check is imported and nothing runs.

A check is `checks/<topic>/test_<stem>.py`: one function `test_<stem>` with the marker `obligation("<kind>")` and a
docstring of the agreed form. Its first line is the promise; then why it matters; then the paragraphs "Violated:",
"Remedy:" and "Source:".
"""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clausecheck.documents import checked, load_schemas
from clausecheck.errors import InputError, Problem

PARTS = ("Violated", "Remedy", "Source")
_PART = re.compile(rf"^({'|'.join(PARTS)}):\s*", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class CheckFile:
    """One check, by its text. A part of the docstring that it lacks is ""."""

    stem: str
    topic: str
    kind: str
    promise: str
    why: str
    violated: str
    remedy: str
    source: str
    path: Path


@dataclass(frozen=True, kw_only=True)
class NotYet:
    """A check that is to come: its stem, and what it waits for, as a sentence."""

    check: str
    waits_for: str


@dataclass(frozen=True, kw_only=True)
class Attested:
    """What a person states where no program can see, and the document that shows it, each as a sentence."""

    statement: str
    document: str


def check_files(root: Path) -> tuple[CheckFile, ...]:
    """Every check of the project at `root`, by topic and stem; `InputError` for a file that is no check."""
    return tuple(check_file(path) for path in sorted((root / "checks").glob("*/test_*.py")))


def check_file(path: Path) -> CheckFile:
    """What this file says of its check; `InputError` where it has none of its own name, or one without a kind."""
    stem = path.stem.removeprefix("test_")
    function = _named(path, f"test_{stem}")
    kind = next(_kinds(function), "")
    if not kind:
        raise _no_check(path, f'has no marker @pytest.mark.obligation("<kind>") on test_{stem}', function.lineno)
    told = _told(ast.get_docstring(function) or "")
    return CheckFile(stem=stem, topic=path.parent.name, kind=kind, path=path, **told)


def not_yet(root: Path) -> Mapping[str, NotYet]:
    """The kinds of obligation that no check judges yet, each with its planned check: `checks/not_yet.yaml`.

    `InputError` where the file lacks, or is not what its schema says.
    """
    schemas = load_schemas(root / "policy" / "schema")
    document = checked(root / "checks" / "not_yet.yaml", schemas["not_yet.schema.json"], schemas)
    return {kind: NotYet(**planned) for kind, planned in document.data.items()}


def attested(root: Path) -> Mapping[str, Attested]:
    """The kinds of obligation that people attest: `checks/attested.yaml`.

    `InputError` where the file lacks, or is not what its schema says.
    """
    schemas = load_schemas(root / "policy" / "schema")
    document = checked(root / "checks" / "attested.yaml", schemas["attested.schema.json"], schemas)
    return {kind: Attested(**told) for kind, told in document.data.items()}


def _named(path: Path, name: str) -> ast.FunctionDef:
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise _no_check(path, "is not Python", error.lineno or 0) from None
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
    raise _no_check(path, f"has no function {name}, the name that the file gives its check")


def _kinds(function: ast.FunctionDef) -> Iterator[str]:
    """The kind of each `@pytest.mark.obligation("<kind>")`."""
    for decorator in function.decorator_list:
        match decorator:
            case ast.Call(func=ast.Attribute(attr="obligation"), args=[ast.Constant(value=str(kind))]):
                yield kind


def _told(docstring: str) -> dict[str, str]:
    """The docstring in its parts, the words `CheckFile` has for them."""
    beginning, *parts = _PART.split(inspect.cleandoc(docstring))
    promise, _, why = beginning.partition("\n")
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    told = {part.lower(): found.get(part, "").strip() for part in PARTS}
    return {"promise": promise.strip(), "why": why.strip(), **told}


def _no_check(path: Path, message: str, line: int = 0) -> InputError:
    return InputError([Problem(message=message, file=str(path), line=line)])
