"""Every sentence that the engine's own source can put on the page, read off the source: nothing is run for it.

A sentence is any text of several words in a module that speaks, but for what a reader never meets: docstrings, SQL,
patterns, and errors of the command line and of files. An f-string and a text for `str.format` are templates.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SPEAKING = (
    "checks", "src/clausecheck/audit", "src/clausecheck/connectors", "src/clausecheck/contracts",
    "src/clausecheck/facts", "src/clausecheck/history/opening.py", "src/clausecheck/history/recording.py",
    "src/clausecheck/periods.py",
    "src/clausecheck/policy/attestations.py", "src/clausecheck/policy/collected.py",
    "src/clausecheck/policy/splitting.py", "src/clausecheck/policy/waivers.py",
    "src/clausecheck/records", "src/clausecheck/redaction.py",
)  # fmt: skip
HOLE = "{}"
"""A placeholder, whatever it is called in the source."""

_ERRORS_OF_INPUT = frozenset({
    "AssertionError", "CommandError", "InputError", "KeyError", "LookupError", "NotImplementedError", "OSError",
    "PolicyError", "Problem", "RuntimeError", "TargetError", "TypeError", "ValueError",
})  # fmt: skip
_MACHINES = frozenset({"TypeVar", "cast", "compile", "fullmatch", "match", "search", "sub", "text"})
_SQL = re.compile(r"\W*(CREATE|GET|GRANT|IF|PRAGMA|SELECT|SET|SHOW|UNION|WITH)\b")
"""How a statement begins, to a database or a server."""
_PLACE = re.compile(r"\{[a-z_]*\}")


def said_in_source() -> dict[str, str]:
    """Template -> where it stands first, `file:line`; a placeholder is `HOLE`, whatever else is in braces stays."""
    found: dict[str, str] = {}
    for name in SPEAKING:
        path = ROOT / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            for line, template in _Reader.read(file):
                if _is_sentence(template):
                    found.setdefault(template, f"{file.relative_to(ROOT).as_posix()}:{line}")
    return found


def _is_sentence(template: str) -> bool:
    own = template.replace(HOLE, "")
    has_words = re.search("[a-z]{2}", own) and " " in own.strip()
    return bool(has_words) and "\n" not in own and not _SQL.match(own)


class _Reader(ast.NodeVisitor):
    """Collects the texts of one module, an f-string as one of them."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    @classmethod
    def read(cls, file: Path) -> Iterator[tuple[int, str]]:
        reader = cls()
        reader.visit(ast.parse(file.read_text(encoding="utf-8")))
        return iter(reader.found)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # else a docstring
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called not in _ERRORS_OF_INPUT | _MACHINES:
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None:
        """Its annotation is no text."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for part in (*node.decorator_list, node.args, *node.body):
            self.visit(part)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.found.append((node.lineno, _PLACE.sub(HOLE, node.value)))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        parts = (_PLACE.sub(HOLE, str(v.value)) if isinstance(v, ast.Constant) else HOLE for v in node.values)
        self.found.append((node.lineno, "".join(parts)))
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                self.visit(value.value)
