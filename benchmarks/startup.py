"""How long somebody waits: the import, the list of checks, the whole audit of the embedded company.

Each is a process of its own, from the project's root. Bytecode lies in a folder of this benchmark's, so that it is
there whatever the environment says: the first process of each kind fills it, and is not counted.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.measuring import Row

ROOT = Path(__file__).parent.parent
KEPT = 0
HEADLINE = ("4.1.b", "4.1.c", "5.4.a", "5.4.c", "6")


def startup(*, turns: int = 5) -> Iterator[Row]:
    """The rows of the table for this question. The audit is measured with the building of the company."""
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(folder)
        audit = (
            f"from clausecheck.cli import main; main()|audit|--target|demo|--fail-on|violated|--report|{folder}/report"
        )
        headline = "|".join((audit, *(f"--clause|{clause}" for clause in HEADLINE)))
        for what, arguments, limit in (
            ("import clausecheck", ["-c", "import clausecheck"], 0.3),
            ("pytest checks --collect-only -q", ["-m", "pytest", "checks", "--collect-only", "-q"], 1.5),
            ("clausecheck audit --target demo, the headline promises", ["-c", *headline.split("|")], 15.0),
            ("clausecheck audit --target demo --contracts, all of it", ["-c", *audit.split("|"), "--contracts"], 25.0),
        ):
            _seconds(arguments, environment)
            measured = [_seconds(arguments, environment) for _ in range(turns)]
            spread = f"{min(measured):.2f} to {max(measured):.2f}"
            yield Row(what=what, figure=statistics.median(measured), unit="s", limit=limit, note=spread)


def _environment(folder: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}


def _seconds(arguments: list[str], environment: Mapping[str, str]) -> float:
    """Wall time of this program; `RuntimeError` with what it said where it fails."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode != KEPT:
        raise RuntimeError(
            f"{' '.join(arguments)} exited {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return seconds
