"""A mutant, and the files that have any."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

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
