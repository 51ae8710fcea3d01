"""`python -m proving [STEM …]`: plant, mutate, print what was caught. Exits 1 where a planted breach slips through."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proving.code.mutant import Mutant

ROOT = Path(__file__).parents[1]
ENOUGH = 0.95
"""The share of mutants of the code that has to be noticed, of those that are not equivalent to it."""


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
    parser.add_argument("--jobs", type=int, default=1, help="how many mutants at once (default: 1)")
    parser.add_argument(
        "--seconds",
        type=float,
        default=60,
        help="of computing that a mutant may cost in each database (default: 60); 0: tell what is remembered",
    )
    parser.add_argument("--files", default="", metavar="TEXT", help="only files whose path contains this")
    parser.add_argument("--change", default="", metavar="TEXT", help="only mutants whose change contains this")
    parser.add_argument("--sample", type=int, default=0, help="only so many mutants of the code, chosen at random")
    parser.add_argument("--seed", type=int, default=1, help="which ones (default: 1)")
    parser.add_argument("--checks-only", action="store_true", help="mutate the checks, not what answers over rows")
    parser.add_argument(
        "--tests", action="store_true", help="ask the tests about mutants that are known to get through the scenarios"
    )
    parser.add_argument("--untried", action="store_true", help="only mutants of which nothing is remembered")
    parser.add_argument("--keep", action="store_true", help="write what is known of all mutants to proving/tried.jsonl")
    asked = parser.parse_args(arguments)
    unknown = sorted(set(asked.stems) - set(known))
    if unknown:
        parser.error(f"no check is called {', '.join(unknown)}; there are {', '.join(known)}")
    asked.known, asked.stems = known, asked.stems or known
    return asked


def _worlds(stems: Sequence[str]) -> int:
    from proving.worlds import table

    return table(stems, sys.stdout.write)


def _code(asked: argparse.Namespace) -> float:
    from proving.code.made import made
    from proving.code.mutant import files
    from proving.code.remembered import keep_in_git, verdicts
    from proving.code.tables import table

    chosen = [file for file in files(asked.stems, records=not asked.checks_only) if asked.files in str(file)]
    mutants = [one for one in made(chosen, sample=asked.sample, seed=asked.seed) if asked.change in one.change]
    if asked.untried:
        known = verdicts()
        mutants = [one for one in mutants if one.digest not in known]
    seconds = asked.seconds
    if asked.tests:
        _ask_tests(mutants, asked)
        seconds = 0  # what is known is told
    share = table(mutants, stems=asked.stems, seconds=seconds, jobs=asked.jobs, write=sys.stdout.write)
    if asked.keep:
        keep_in_git(one.digest for one in made(files(asked.known, records=True), sample=0, seed=0))
    return share


def _ask_tests(mutants: Sequence["Mutant"], asked: argparse.Namespace) -> None:
    from proving.code.explained import Explained
    from proving.code.suite import hold

    explained = Explained.read()
    others = [one for one in mutants if not explained.is_equivalent(one)]
    hold(others, seconds=asked.seconds, jobs=asked.jobs, told=_told)


def _told(mutant: "Mutant", by: str) -> None:
    sys.stdout.write(f"  {'noticed by ' + by if by else 'no test notices'}: {mutant.name}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
