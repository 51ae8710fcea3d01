"""Runs the scenarios against mutants of the code that judges: what no scenario notices, nobody would notice.

Each mutant lives in a child process that was forked before anything of clausecheck was imported, so that nothing has
to be started anew and no file is changed. Its scenarios run in SQLite, those that noticed nothing in DuckDB too, until
one comes out otherwise than its file says.
"""

import ast
import importlib.machinery
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RECORDS = ROOT / "src" / "clausecheck" / "records"
KILLED, SURVIVED = 1, 0
PATIENCE = 5.0
"""How many times longer than the unchanged code a mutant may take, at least `LEAST` seconds."""
LEAST = 60.0


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change of one file, and the checks whose scenarios have to notice it."""

    file: Path
    change: str
    source: str
    stems: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.file.relative_to(ROOT)}: {self.change}"


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A mutant and whether a scenario noticed it."""

    mutant: Mutant
    killed: bool


def files(stems: Sequence[str], *, records: bool) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """The files to mutate, each with the stems of the checks that use it: the checks, and what answers over rows."""
    from clausecheck.check_files import check_files
    from clausecheck.records.all_questions import ALL_QUESTIONS

    checks = [check for check in check_files(ROOT) if check.stem in stems]
    for check in checks:
        yield check.path, (check.stem,)
    if not records:
        return
    reads = {check.stem: _read_by(ALL_QUESTIONS[check.kind]) for check in checks if check.kind in ALL_QUESTIONS}
    for file in sorted(RECORDS.rglob("*.py")):
        using = tuple(stem for stem, modules in reads.items() if _module(file) in modules)
        if using:
            yield file, using


def _module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")


def _read_by(question: str) -> set[str]:
    """The modules below `records/` that a question imports, however indirectly, itself among them."""
    known = {_module(file): file for file in RECORDS.rglob("*.py")}
    found, open_ones = set[str](), [question]
    while open_ones:
        module = open_ones.pop()
        if module in known and module not in found:
            found.add(module)
            open_ones += _imported(known[module])
    return found


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def mutants_of(chosen: Iterator[tuple[Path, tuple[str, ...]]], *, sample: int, seed: int) -> list[Mutant]:
    """Every mutant of these files, or a sample of so many, the same for the same seed."""
    from proving.operators import mutants

    made = [
        Mutant(file=file, change=change, source=source, stems=stems)
        for file, stems in chosen
        for change, source in mutants(file.read_text(encoding="utf-8"))
    ]
    if not 0 < sample < len(made):
        return made
    some = random.Random(seed).sample(made, sample)  # noqa: S311 - it chooses, it keeps no secret
    return sorted(some, key=lambda one: one.name)


def preload() -> None:
    """What the children share: the libraries, and nothing of clausecheck."""
    for name in ("sqlalchemy", "duckdb", "duckdb_sqlalchemy", "pyarrow", "yaml", "jsonschema", "referencing", "pytest"):
        __import__(name)
    loaded = [name for name in sys.modules if name.partition(".")[0] in {"clausecheck", "fixtures"}]
    for name in loaded:
        del sys.modules[name]


def tried(mutant: Mutant, limit: float) -> Tried:
    """Run a mutant's scenarios in a child. One that crashes, or never ends, was noticed."""
    child = os.fork()
    if not child:
        os._exit(_noticed(mutant))
    until = time.monotonic() + limit
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return Tried(mutant=mutant, killed=os.waitstatus_to_exitcode(status) != SURVIVED)
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return Tried(mutant=mutant, killed=True)


def seconds(stems: tuple[str, ...], file: Path) -> float:
    """How long the unchanged code takes; `AssertionError` where a scenario does not come out as its file says."""
    began = time.monotonic()
    unchanged = Mutant(file=file, change="nothing", source=file.read_text(encoding="utf-8"), stems=stems)
    if tried(unchanged, 3600).killed:
        raise AssertionError(f"the scenarios of {', '.join(stems)} fail without any change")
    return max(LEAST, PATIENCE * (time.monotonic() - began))


def _noticed(mutant: Mutant) -> int:
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    try:
        _substitute(mutant)
        return KILLED if any(_comes_out_otherwise(mutant.stems)) else SURVIVED
    except BaseException as error:  # whatever it raises, somebody would see it
        sys.stderr.write(str(type(error)))
        return KILLED


def _substitute(mutant: Mutant) -> None:
    """Make every import of the mutant's file read its source instead, whatever bytecode lies beside it."""
    loader: Any = importlib.machinery.SourceFileLoader
    reads: Callable[[Any, str], Any] = loader.get_code

    def get_code(self: Any, name: str) -> Any:
        path = self.get_filename(name)
        return compile(mutant.source, path, "exec") if Path(path) == mutant.file else reads(self, name)

    loader.get_code = get_code


def _comes_out_otherwise(stems: tuple[str, ...]) -> Iterator[bool]:
    """For each scenario in SQLite, then in DuckDB, whether it differs; in an order that mixes the checks."""
    from clausecheck.policy import load_policy
    from fixtures.worlds.trying import deviation
    from fixtures.worlds.trying import tried as tried_world
    from proving.worlds import scenarios_of

    policy = load_policy(ROOT / "policy")
    scenarios = [one for stem in stems for one in scenarios_of(stem)]
    random.Random(1).shuffle(scenarios)  # noqa: S311 - it mixes, it keeps no secret
    for sql in ("sqlite", "duckdb"):
        for one in scenarios:
            if sql in one.databases:
                with tempfile.TemporaryDirectory(prefix="clausecheck-proving-") as folder:
                    yield bool(deviation(one.expect, tried_world(one, sql=sql, folder=Path(folder), policy=policy)))
