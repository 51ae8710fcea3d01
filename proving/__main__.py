"""`python -m proving [STEM …]`: plant, mutate, print what was caught. Exits 1 where a planted breach slips through."""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENOUGH = 0.95
"""The share of mutants of the code that has to be noticed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both tables; 1 where a breach slips through, or fewer mutants than `ENOUGH` are noticed."""
    asked = _asked(arguments)
    slipped = 0 if asked.only == "code" else _worlds(asked.stems)
    share = 1.0 if asked.only == "worlds" else _code(asked)
    return 1 if slipped or share < ENOUGH else 0


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    known = sorted(path.stem.removeprefix("test_") for path in (ROOT / "checks").glob("*/test_*.py"))
    parser = argparse.ArgumentParser(prog="python -m proving", description=main.__doc__)
    parser.add_argument("stems", nargs="*", metavar="STEM", help="only these checks")
    parser.add_argument("--only", choices=("worlds", "code"), help="only one of the two tables")
    parser.add_argument("--sample", type=int, default=0, help="only so many mutants of the code, chosen at random")
    parser.add_argument("--seed", type=int, default=1, help="which ones (default: 1)")
    parser.add_argument("--checks-only", action="store_true", help="mutate the checks, not what answers over rows")
    asked = parser.parse_args(arguments)
    unknown = sorted(set(asked.stems) - set(known))
    if unknown:
        parser.error(f"no check is called {', '.join(unknown)}; there are {', '.join(known)}")
    asked.stems = asked.stems or known
    return asked


def _worlds(stems: Sequence[str]) -> int:
    from proving.worlds import worlds

    caught: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    slipped = 0
    sys.stdout.write("planted in honouring worlds: caught of planted\n")
    for one in worlds(stems):
        slipped += one.survives
        for total in (caught[one.clause], caught["all"]):
            total[0] += one.caught
            total[1] += one.planted
        note = "   SLIPS THROUGH" if one.survives else f"   right: {one.reason}" if not one.caught else ""
        sys.stdout.write(f"  {one.stem} ({one.clause}): {one.name}: {one.caught} of {one.planted}{note}\n")
    for clause, (number, of) in caught.items():
        sys.stdout.write(f"{clause:8} {number} of {of}\n")
    return slipped


def _code(asked: argparse.Namespace) -> float:
    from proving import code

    chosen = code.mutants_of(
        code.files(asked.stems, records=not asked.checks_only), sample=asked.sample, seed=asked.seed
    )
    code.preload()
    limits: dict[tuple[str, ...], float] = {}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    sys.stdout.write(f"{len(chosen):,} mutants of the code\n")
    for mutant in chosen:
        if mutant.stems not in limits:
            limits[mutant.stems] = code.seconds(mutant.stems, mutant.file)
        tried = code.tried(mutant, limits[mutant.stems])
        for name in (mutant.file.relative_to(ROOT).as_posix(), "all"):
            counts[name][0] += tried.killed
            counts[name][1] += 1
        if not tried.killed:
            sys.stdout.write(f"  survives: {mutant.name}\n")
            sys.stdout.flush()
    for name, (number, of) in counts.items():
        sys.stdout.write(f"{name:70} {number} of {of}\n")
    number, of = counts["all"] if counts else (1, 1)
    return number / of


if __name__ == "__main__":
    sys.exit(main())
