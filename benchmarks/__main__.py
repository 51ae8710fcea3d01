"""`python -m benchmarks [--small] [NAME …]` measures, and prints one table.

Exits 0 where every limit is kept, 1 where one is not, 3 where a server program is missing. `--small` divides the sizes
by twenty and does not exit for a limit.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module

from benchmarks.measuring import Row, table
from fixtures.worlds.servers import Missing

SMALLER = 20
LACKING = 3
SIZES = {"rows": {"size": 5_000_000}, "consent": {"events": 1_000_000},
         "memory": {"rows": 5_000_000, "events": 1_000_000}, "startup": {}, "cloud": {"resources": 1000},
         "endpoints": {"number": 200}, "size": {"rows": 1_000_000},
         "prowler": {"resources": 2000}, "reports": {"findings": 5000, "violations": 100_000},
         "evidence": {"megabytes": 1024, "clauses": 200}, "history": {"number": 10_000}}  # fmt: skip
ASKED_FOR = ("prowler",)
"""Those that are measured only where they are named: a gigabyte is installed first."""
TURNED = ("rows", "consent", "startup", "evidence")
"""Those that measure in turns."""


def main(arguments: Sequence[str]) -> int:
    """The exit code; the table goes to stdout, what is being measured to stderr."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What the audit costs.")
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"one of {', '.join(SIZES)}; all but {', '.join(ASKED_FOR)} when left out",
    )
    parser.add_argument("--small", action="store_true", help="a twentieth of the sizes, one turn, and no limits")
    parser.add_argument("--turns", type=int, default=5, help="how often each side is measured (default: 5)")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.names if name not in SIZES]
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(SIZES)}")
    try:
        rows = [
            row for name in given.names or _usual() for row in _measured(name, small=given.small, turns=given.turns)
        ]
    except Missing as missing:
        sys.stderr.write(f"a server program is missing: {missing}\n")
        return LACKING
    print(table(rows))
    return 0 if given.small or all(row.kept for row in rows) else 1


def _usual() -> list[str]:
    return [name for name in SIZES if name not in ASKED_FOR]


def _measured(name: str, *, small: bool, turns: int) -> Iterator[Row]:
    sys.stderr.write(f"measuring {name} …\n")
    benchmark: Callable[..., Iterator[Row]] = getattr(import_module(f"benchmarks.{name}"), name)
    sizes = {word: size // SMALLER if small else size for word, size in SIZES[name].items()}
    return benchmark(**sizes, **({"turns": 1 if small else turns} if name in TURNED else {}))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
