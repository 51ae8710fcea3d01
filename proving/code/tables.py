"""The tables of the mutants: noticed of tried, by file group and by clause, and the survivors with their reasons."""

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from proving.code.explained import Explained
from proving.code.mutant import Mutant
from proving.code.proof import Noticed, prove, watch
from proving.code.turns import in_turn

Write = Callable[[str], object]


def table(mutants: Sequence[Mutant], *, stems: Sequence[str], seconds: float, jobs: int, write: Write) -> float:
    """Hold these mutants against the scenarios of these checks, print what came of it, and return the share that was
    noticed of those that a world could tell from the code as it is.
    """
    write(f"{len(mutants):,} mutants of the code\n")
    explained, told = Explained.read(), list[Noticed]()
    if jobs > 1 and seconds:
        _side_by_side(mutants, stems, seconds, jobs)
        seconds = 0
    prove(in_turn(mutants), stems=stems, seconds=seconds, told=lambda one: _noted(one, told, explained, write))
    return _summed_up(told, explained, write)


def _summed_up(told: Sequence[Noticed], explained: Explained, write: Write) -> float:
    tried = [one for one in told if one.is_tried]
    equivalent = [one for one in tried if not one.by and explained.is_equivalent(one.mutant)]
    others = [one for one in tried if one.by or not explained.is_equivalent(one.mutant)]
    write("noticed of tried, without equivalent ones, by file\n")
    _print(_counted([(_group(one.mutant), one) for one in others]), write)
    write("noticed of tried, without equivalent ones, by clause, whose scenarios run them\n")
    _print(_counted(sorted(((clause, one) for one in others for clause in one.clauses), key=lambda it: it[0])), write)
    noticed = sum(bool(one.by) for one in others)
    share = noticed / len(others) if others else 1.0
    survivors = [one.mutant for one in others if not one.by]
    write(f"  {'all':40} {noticed:5} of {len(others):5}  {share:6.1%}\n")
    by_tests = sum("::" in one.by for one in others)
    write(
        f"{len(told):,} mutants, {len(tried):,} tried, {noticed:,} noticed ({by_tests:,} of them by tests alone),"
        f" {len(equivalent):,} equivalent,"
        f" {len(survivors):,} survive, {sum(bool(explained.reason(one)) for one in survivors):,} of them explained\n"
    )
    for one in others:
        if one.by and explained.is_equivalent(one.mutant):
            write(f"  called equivalent, and noticed: {one.mutant.name}\n")
    for entry in explained.unused([one.mutant for one in told]):
        write(f"  an explanation that nothing needs: {entry}\n")
    return share


def _side_by_side(mutants: Sequence[Mutant], stems: Sequence[str], seconds: float, jobs: int) -> None:
    """With several jobs, each takes every so manieth file in a process of its own; what they find is remembered."""
    _wait_for(_forked(partial(watch, stems)))
    files = sorted({one.file for one in mutants})
    children = []
    for job in range(jobs):
        own = set(files[job::jobs])
        share = in_turn(one for one in mutants if one.file in own)
        children.append(_forked(partial(prove, share, stems=stems, seconds=seconds, told=_nothing)))
    for child in children:
        _wait_for(child)


def _forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    return child


def _nothing(_one: Noticed) -> None:
    """It is told from memory once all are done."""


def _wait_for(child: int) -> None:
    os.waitpid(child, 0)


def _noted(one: Noticed, told: list[Noticed], explained: Explained, write: Write) -> None:
    told.append(one)
    if one.is_tried and not one.by:
        write(f"  survives: {one.mutant.name}   {explained.reason(one.mutant)}\n")
        sys.stdout.flush()


def _group(mutant: Mutant) -> str:
    """The topic's folder; a file that lies directly in `records/` is its own."""
    parts = Path(mutant.path).parts
    return "/".join(parts[:2]) if parts[0] == "checks" else "/".join(parts[2:4])


def _print(counts: dict[str, tuple[int, int]], write: Write) -> None:
    for name, (noticed, of) in sorted(counts.items()):
        write(f"  {name:40} {noticed:5} of {of:5}  {noticed / of:6.1%}\n")


def _counted(pairs: Sequence[tuple[str, Noticed]]) -> dict[str, tuple[int, int]]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, one in pairs:
        counts[name][0] += bool(one.by)
        counts[name][1] += 1
    return {name: (noticed, of) for name, (noticed, of) in counts.items()}
