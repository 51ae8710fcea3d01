"""The tables of the mutants: noticed of tried, by file group and by clause, and the survivors with their reasons."""

import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path

from clausecheck.documents import checked, load_schemas
from proving.code.mutant import ROOT, Mutant
from proving.code.proof import Noticed, prove

SURVIVORS = Path(__file__).parents[1] / "survivors.yaml"
Write = Callable[[str], object]


def table(mutants: Sequence[Mutant], *, stems: Sequence[str], seconds: float, jobs: int, write: Write) -> float:
    """Hold these mutants against the scenarios of these checks, print what came of it, and return the share that was
    noticed. A survivor that `survivors.yaml` explains is one all the same.
    """
    write(f"{len(mutants):,} mutants of the code\n")
    reasons, told = _reasons(), list[Noticed]()
    _side_by_side(mutants, stems, seconds, jobs)
    prove(mutants, stems=stems, seconds=seconds if jobs == 1 else 0, told=lambda one: _noted(one, told, reasons, write))
    for title, counts in (("by file", _by_file(told)), ("by clause, whose scenarios run them", _by_clause(told))):
        write(f"noticed of tried, {title}\n")
        for name, (noticed, of) in counts.items():
            write(f"  {name:40} {noticed:5} of {of:5}  {noticed / of:6.1%}\n")
    noticed, explained = sum(bool(one.by) for one in told), sum(bool(_reason(one, reasons)) for one in told)
    share = noticed / len(told) if told else 1.0
    write(f"  {'all':40} {noticed:5} of {len(told):5}  {share:6.1%}; of the others {explained} are explained\n")
    return share


def _side_by_side(mutants: Sequence[Mutant], stems: Sequence[str], seconds: float, jobs: int) -> None:
    """With several jobs, each takes every so manieth file in a process of its own; what they find is remembered."""
    if jobs == 1:
        return
    files = [list(group) for _, group in groupby(sorted(mutants, key=lambda one: one.file), key=lambda one: one.file)]
    children = []
    for job in range(jobs):
        child = os.fork()
        if not child:
            prove(list(chain.from_iterable(files[job::jobs])), stems=stems, seconds=seconds, told=lambda _one: None)
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


def _noted(one: Noticed, told: list[Noticed], reasons: Mapping[str, Mapping[str, str]], write: Write) -> None:
    told.append(one)
    if not one.by:
        write(f"  survives: {one.mutant.name}   {_reason(one, reasons)}\n")
        sys.stdout.flush()


def _reason(one: Noticed, reasons: Mapping[str, Mapping[str, str]]) -> str:
    told = () if one.by else reasons.get(one.mutant.path, {}).items()
    return next((reason for change, reason in told if matches(change, one.mutant.change)), "")


def matches(pattern: str, change: str) -> bool:
    """Whether a change is what the pattern says; `*` stands for anything, and everything else for itself."""
    return bool(re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), change))


def _by_file(told: Sequence[Noticed]) -> dict[str, tuple[int, int]]:
    return _counted([(_group(one.mutant), one) for one in told])


def _by_clause(told: Sequence[Noticed]) -> dict[str, tuple[int, int]]:
    return _counted(sorted(((clause, one) for one in told for clause in one.clauses), key=lambda pair: pair[0]))


def _group(mutant: Mutant) -> str:
    """The topic's folder; a file that lies directly in `records/` is its own."""
    parts = Path(mutant.path).parts
    return "/".join(parts[:2]) if parts[0] == "checks" else "/".join(parts[2:4])


def _counted(pairs: Sequence[tuple[str, Noticed]]) -> dict[str, tuple[int, int]]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, one in pairs:
        counts[name][0] += bool(one.by)
        counts[name][1] += 1
    return {name: (noticed, of) for name, (noticed, of) in counts.items()}


def _reasons() -> Mapping[str, Mapping[str, str]]:
    """File to change to the reason why no scenario can notice it; `InputError` for a file of another form."""
    if not SURVIVORS.exists():
        return {}
    reasons = {"type": "object", "additionalProperties": {"type": "string", "minLength": 10}}
    schema = {"type": "object", "additionalProperties": reasons}
    told: Mapping[str, Mapping[str, str]] = checked(SURVIVORS, schema, load_schemas(ROOT / "policy" / "schema")).data
    return told
