"""Makes the mutants of a file."""

import ast
from collections import Counter
from pathlib import Path
from types import CodeType

from proving.code.mutant import Mutant
from proving.code.operators import mutants
from proving.code.places import Source, is_left_out, place


def mutants_of(file: Path) -> list[Mutant]:
    """Every mutant of a file that somebody has to notice."""
    text = file.read_text(encoding="utf-8")
    source, told, made = Source(text), Counter[str](), []
    plain = _bytecode(text)
    for operator, statement, changed in mutants(text):
        start = source.changed(changed)
        path = source.path_to(start)
        if is_left_out(path, changed[start:]) or _bytecode(changed) in (None, plain):
            continue
        where = place(path)
        line = changed.splitlines()[_line(text, changed)].strip()
        change = f"{where.name}: {operator.rpartition('_')[0] or operator}: {line}"
        told[change] += 1
        if told[change] > 1:
            change = f"{change} ({told[change]})"
        made.append(
            Mutant(
                file=file,
                change=change,
                source=changed,
                statement=statement,
                lines=where.lines,
                function=where.function,
            )
        )
    return made


def _line(text: str, changed: str) -> int:
    pairs = zip(text.splitlines(), changed.splitlines(), strict=False)
    return next(number for number, (before, after) in enumerate(pairs) if before != after)


def _bytecode(text: str) -> CodeType | None:
    try:
        return compile(ast.parse(text), "", "exec", dont_inherit=True)
    except SyntaxError:
        return None
