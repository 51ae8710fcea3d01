"""What a mutant changes: operators of cosmic-ray, and three for conditions that are built as SQL expressions."""

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from parso.grammar import load_grammar

NAMES = (
    "core/ReplaceComparisonOperator_Eq_NotEq", "core/ReplaceComparisonOperator_NotEq_Eq",
    "core/ReplaceComparisonOperator_Lt_LtE", "core/ReplaceComparisonOperator_Lt_Gt",
    "core/ReplaceComparisonOperator_LtE_Lt", "core/ReplaceComparisonOperator_LtE_GtE",
    "core/ReplaceComparisonOperator_Gt_GtE", "core/ReplaceComparisonOperator_Gt_Lt",
    "core/ReplaceComparisonOperator_GtE_Gt", "core/ReplaceComparisonOperator_GtE_LtE",
    "core/ReplaceComparisonOperator_Is_IsNot", "core/ReplaceComparisonOperator_IsNot_Is",
    "core/ReplaceBinaryOperator_Add_Sub", "core/ReplaceBinaryOperator_Sub_Add",
    "core/ReplaceUnaryOperator_Delete_Not", "core/AddNot", "core/ReplaceTrueWithFalse",
    "core/ReplaceFalseWithTrue", "core/ReplaceAndWithOr", "core/ReplaceOrWithAnd", "core/NumberReplacer",
)  # fmt: skip
SWAPPED: Mapping[str, str] = {
    "and_": "or_", "or_": "and_", "min": "max", "max": "min", "is_": "is_not", "is_not": "is_", "outerjoin": "join",
    "before_day": "after", "union_all": "union", "not_in": "in_",
}  # fmt: skip
"""Names whose exchange changes what a statement asks; only where they are called."""
DROPPED = ("not_", "is_true")
"""Calls of one argument in whose place their argument is put."""


def mutants(source: str) -> Iterator[tuple[str, str, str]]:
    """(which operator, the module's statement as it is now, the whole source), each change once.

    One statement of the module at a time: the tool parses whatever it is given anew for each change.
    """
    for before, statement, after in _parts(source):
        for operator, changed in _mutants(statement):
            yield operator, changed, f"{before}{changed}{after}"


def _parts(source: str) -> Iterator[tuple[str, str, str]]:
    """The module's own statements, each with the text before and after it."""
    lines = source.splitlines(keepends=True)
    for node in ast.parse(source).body:
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))]) - 1
        last = node.end_lineno or node.lineno
        yield "".join(lines[:first]), "".join(lines[first:last]), "".join(lines[last:])


def _mutants(source: str) -> Iterator[tuple[str, str]]:
    for name in NAMES:
        for number in range(10_000):
            changed = mutate_code(source, get_operator(name)(), number)
            if changed is None:
                break
            if changed != source:
                yield name.partition("/")[2], changed
    yield from _swaps(source)


def _swaps(source: str) -> Iterator[tuple[str, str]]:
    starts = _starts(source)
    for leaf in _names(source):
        start = starts[leaf.start_pos[0] - 1] + leaf.start_pos[1]
        after = leaf.get_next_leaf()
        if after is None or after.value != "(":
            continue
        if leaf.value in SWAPPED:
            new = SWAPPED[leaf.value]
            yield f"{leaf.value} to {new}", source[:start] + new + source[start + len(leaf.value) :]
        elif leaf.value in DROPPED:
            yield f"without {leaf.value}", source[:start] + source[start + len(leaf.value) :]


def _names(source: str) -> list[Any]:
    leaves, leaf = [], load_grammar().parse(source).get_first_leaf()
    while leaf is not None:
        if leaf.type == "name":
            leaves.append(leaf)
        leaf = leaf.get_next_leaf()
    return leaves


def _starts(source: str) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts
