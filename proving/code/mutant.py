"""A mutant, and all those of a file."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import CodeType

from proving.code.operators import mutants
from proving.code.places import Source, is_left_out, place

ROOT = Path(__file__).parents[2]
RECORDS = ROOT / "src" / "clausecheck" / "records"
CHECKS = ROOT / "checks"
FIRST = (
    "retention", "consent", "marketing_removal", "suppressions", "erasure", "requests", "restriction", "objection",
    "children", "minimum_retention", "hold_review", "sharing", "transfers",
)  # fmt: skip
"""The topics whose mutants are tried first, so that a run that is stopped has told most."""


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change of one file. `lines` are those of the changed statement, one of which a scenario has to run.

    `function` is the outermost function, dotted, in whose body it lies, "" where it runs as the module is imported.
    `change` names it for people, whatever the line's number is: where, and what stands there now. `statement` is the
    module's own statement around it, as it is now.
    """

    file: Path
    change: str
    source: str
    statement: str
    lines: range
    function: str

    @property
    def name(self) -> str:
        return f"{self.path}: {self.change}"

    @property
    def path(self) -> str:
        return self.file.relative_to(ROOT).as_posix()

    @property
    def digest(self) -> str:
        """The same for as long as the function or class that it changes is the same."""
        return sha256(f"{self.path}\n{self.change}\n{self.statement}".encode()).hexdigest()[:20]


def files(stems: Sequence[str], *, records: bool) -> Iterator[Path]:
    """The files to mutate, those that weigh most first: the checks, then what answers over rows."""
    yield from sorted(file for file in CHECKS.glob("*/test_*.py") if file.stem.removeprefix("test_") in stems)
    if records:
        yield from sorted(RECORDS.rglob("*.py"), key=lambda file: (_weight(file), file))


def _weight(file: Path) -> int:
    topic = file.relative_to(RECORDS).parts[0].removesuffix(".py")
    return FIRST.index(topic) if topic in FIRST else len(FIRST)


def mutants_of(file: Path) -> list[Mutant]:
    """Every mutant of a file that somebody has to notice."""
    text = file.read_text(encoding="utf-8")
    source, told, made = Source(text), Counter[str](), []
    plain = _bytecode(text)
    for operator, statement, changed in mutants(text):
        path = source.path_to(source.changed(changed))
        if is_left_out(path) or _bytecode(changed) in (None, plain):
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
