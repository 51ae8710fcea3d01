"""Where in its file a mutant's change lies, and whether it is one that nobody has to notice."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from os.path import commonprefix

Named = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True, kw_only=True)
class Place:
    """`lines` are those of the innermost statement, without its body; `function` the outermost function, dotted, or "".

    `name` is where it is for a reader: the function or class, else "module". What the module runs as it is imported
    (defaults, decorators, the bodies of classes) is in no function.
    """

    lines: range
    function: str
    name: str


class Source:
    """A file's text, parsed once for all of its mutants."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self._starts = [0]
        for line in text.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def changed(self, mutated: str) -> int:
        """The offset of the first character that differs; blanks that an operator puts before its change are none."""
        start = len(commonprefix((self.text, mutated)))  # noqa: RUF071 - they are no paths
        while self.text[start : start + 1] in (" ", "("):
            start += 1
        return start

    def path_to(self, offset: int) -> list[ast.AST]:
        """The nodes around a character, the module first."""
        path: list[ast.AST] = [self.tree]
        while inner := next((one for one in ast.iter_child_nodes(path[-1]) if self._holds(one, offset)), None):
            path.append(inner)
        return path

    def _holds(self, node: ast.AST, offset: int) -> bool:
        if not hasattr(node, "lineno"):
            return any(self._holds(one, offset) for one in ast.iter_child_nodes(node))
        first = min((one.lineno, one.col_offset) for one in (node, *getattr(node, "decorator_list", ())))  # type: ignore[attr-defined]
        last = (node.end_lineno or 0, node.end_col_offset)  # type: ignore[attr-defined]
        return self._offset(*first) <= offset < self._offset(*last)

    def _offset(self, line: int, bytes_before: int) -> int:
        text = self.text[self._starts[line - 1] : self._starts[line]]
        return self._starts[line - 1] + len(text.encode()[:bytes_before].decode())


def place(path: list[ast.AST]) -> Place:
    """Where a change lies, told by the nodes around it."""
    statement = next(one for one in reversed(path) if isinstance(one, ast.stmt))
    runs = [number for number, one in enumerate(path) if isinstance(one, ast.FunctionDef) and _in_body(one, path)]
    named = [one.name for one in path if isinstance(one, Named)]
    outermost = [one.name for one in path[: runs[0] + 1] if isinstance(one, Named)] if runs else []
    return Place(lines=_head(statement), function=".".join(outermost), name=".".join(named) or "module")


def _in_body(function: ast.FunctionDef, path: list[ast.AST]) -> bool:
    return any(one in path for one in function.body)


def _head(statement: ast.stmt) -> range:
    """The lines of a statement, without those of the statements in it."""
    inner = [child.lineno for child in ast.iter_child_nodes(statement) if isinstance(child, ast.stmt)]
    return range(statement.lineno, max(min(inner, default=(statement.end_lineno or 0) + 1), statement.lineno + 1))


def is_left_out(path: list[ast.AST]) -> str:
    """The rule of `LEFT_OUT` by which nobody has to notice the change; "" where none applies."""
    for parent, child in pairwise(path):
        for rule, applies in LEFT_OUT.items():
            if applies(parent, child):
                return rule
    return ""


def _is_annotation(parent: ast.AST, child: ast.AST) -> bool:
    return child in (getattr(parent, "annotation", None), getattr(parent, "returns", None))


def _is_option_of_a_dataclass(parent: ast.AST, child: ast.AST) -> bool:
    return isinstance(child, ast.keyword) and _called(parent) == "dataclass"


def _is_length_of_text(parent: ast.AST, child: ast.AST) -> bool:
    return _called(parent) in {"String", "VARCHAR"} and child in getattr(parent, "args", ())


LEFT_OUT: Mapping[str, Callable[[ast.AST, ast.AST], bool]] = {
    "annotation": _is_annotation,
    "option of a dataclass": _is_option_of_a_dataclass,
    "length of a text": _is_length_of_text,
}


def _called(node: ast.AST) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
