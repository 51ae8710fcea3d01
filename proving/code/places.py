"""Where in its file a mutant's change lies, and whether it is one that nobody has to notice."""

import ast
import re
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
        first = min((one.lineno, one.col_offset) for one in (node, *getattr(node, "decorator_list", ())))
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


def is_left_out(path: list[ast.AST], after: str) -> str:
    """The rule of `LEFT_OUT` by which nobody has to notice the change; "" where none applies.

    `after` is the text from the change on, as it is now.
    """
    number = _NUMBER.match(after)
    new = int(number[0]) if number else None
    return next((rule for rule, applies in LEFT_OUT.items() if applies(path, new)), "")


_NUMBER = re.compile(r" *-?\d+(?![\w.])", re.ASCII)


def _is_annotation(path: list[ast.AST], _new: int | None) -> bool:
    return any(
        child in (getattr(one, "annotation", None), getattr(one, "returns", None)) for one, child in pairwise(path)
    )


def _is_option(path: list[ast.AST], _new: int | None) -> bool:
    """`frozen=`, `kw_only=` of a dataclass, `disjoint=` of classes, `strict=` of `zip`."""
    return any(
        isinstance(child, ast.keyword)
        and (_called(one) == "dataclass" or child.arg == "disjoint" or (_called(one), child.arg) == ("zip", "strict"))
        for one, child in pairwise(path)
    )


def _is_length_of_text(path: list[ast.AST], _new: int | None) -> bool:
    return any(_called(one) == "String" and child in getattr(one, "args", ()) for one, child in pairwise(path))


def _is_other_flag(path: list[ast.AST], new: int | None) -> bool:
    """Directly in `case(…)`, a pair of it, `literal(…)` or `coalesce(…)`: 2 for 1, or -1 for 0."""
    inner = [one for one in path[:-1] if not isinstance(one, ast.Tuple | ast.keyword)]
    return new in {2, -1} and _called(inner[-1]) in {"case", "literal", "coalesce"}


def _is_counted(path: list[ast.AST], new: int | None) -> bool:
    """The 1 of `func.count(case((…, 1)))`."""
    inner = [_called(one) for one in path[:-1] if not isinstance(one, ast.Tuple)]
    return new is not None and inner[-2:] == ["count", "case"]


def _is_other_label(path: list[ast.AST], new: int | None) -> bool:
    """A number that only names a state, in a class or a tuple of them that are counted from 0 or 1, changed to one that
    none of the others has and that stands in the same order.
    """
    labels = [one for one in path if isinstance(one, ast.ClassDef | ast.Tuple)][-1:]
    assigned = [one for one in path if isinstance(one, ast.Assign)]
    if new is None or not labels or not assigned or any(isinstance(one, ast.Call | ast.FunctionDef) for one in path):
        return False
    old = path[-1].value if isinstance(path[-1], ast.Constant) else None
    others = [one.value for one in ast.walk(labels[0]) if isinstance(one, ast.Constant) and isinstance(one.value, int)]
    counted = sorted(others) in (list(range(len(others))), list(range(1, len(others) + 1)))
    if not isinstance(old, int) or not counted or len(others) == 1:
        return False
    others.remove(old)
    return new not in others and [one < new for one in others] == [one < old for one in others]


def _is_for_people(path: list[ast.AST], _new: int | None) -> bool:
    return any(isinstance(one, ast.keyword) and one.arg == "where_to_look" for one in path)


def _is_same_ask(path: list[ast.AST], new: int | None) -> bool:
    return new == -1 and any(isinstance(one, ast.Subscript) and ast.unparse(one) == "asks[0]" for one in path)


def _is_the_only_one(path: list[ast.AST], new: int | None) -> bool:
    """-1 for 0, in a function that scans for one class alone: the last is the first."""
    scanning = [one for one in path if isinstance(one, ast.FunctionDef)]
    calls = [one for function in scanning for one in ast.walk(function) if _called(one) == "scan"]
    lists = [one for call in calls for one in getattr(call, "args", ()) if isinstance(one, ast.List)]
    named = {ast.unparse(one) for one in path if isinstance(one, ast.Subscript)}
    is_index = "scanned.tallies[0]" in named or any(_called(one) == "records_of" for one in path)
    return new == -1 and is_index and bool(lists) and all(len(one.elts) == 1 for one in lists)


LEFT_OUT: Mapping[str, Callable[[list[ast.AST], int | None], bool]] = {
    "annotation": _is_annotation,
    "option that spares time or mistakes": _is_option,
    "length of a text": _is_length_of_text,
    "flag that is neither 1 nor 0": _is_other_flag,
    "what COUNT counts": _is_counted,
    "number of a state": _is_other_label,
    "where to look": _is_for_people,
    "another ask of the same place": _is_same_ask,
    "the last of one": _is_the_only_one,
}


def _called(node: ast.AST) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
