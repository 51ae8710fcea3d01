"""Timing: all sides in one run, turn by turn, so that a machine that slows down slows every side."""

import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

STATUS = Path("/proc/self/status")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table: a figure in its unit ("" for a ratio), and what it may not exceed, or None."""

    what: str
    figure: float
    unit: str
    limit: float | None = None
    note: str = ""

    @property
    def kept(self) -> bool:
        return self.limit is None or self.figure <= self.limit


def in_turns(sides: Mapping[str, Callable[[], object]], *, turns: int = 5) -> dict[str, list[float]]:
    """Seconds of each side, in turns A B A B …, after one turn that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(turns + 1):
        for name, side in sides.items():
            began = time.perf_counter()
            side()
            if turn:
                seconds[name].append(time.perf_counter() - began)
    return seconds


def medians(what: str, seconds: Mapping[str, list[float]]) -> Iterator[Row]:
    """A row for each side. `what` names the question that all of them answered."""
    for name, measured in seconds.items():
        spread = f"{min(measured):.2f} to {max(measured):.2f}"
        yield Row(what=f"{what}, {name}", figure=statistics.median(measured), unit="s", note=spread)


def ratio(
    seconds: Mapping[str, list[float]], one: str, other: str, *, limit: float | None = None, note: str = ""
) -> Row:
    """The median of the ratios of each turn."""
    figure = statistics.median(a / b for a, b in zip(seconds[one], seconds[other], strict=True))
    return Row(what=f"  {one} / {other}", figure=figure, unit="", limit=limit, note=note)


def peak_megabytes() -> float:
    """The largest resident size that this program has had.

    Linux tells it in /proc. `getrusage` would tell the size of the process that started this one where that was larger:
    its figure survives the exec.
    """
    if STATUS.exists():
        line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def table(rows: Iterable[Row]) -> str:
    """The rows as text: what, figure, limit, whether it is kept, note."""
    cells = [("", "measured", "limit", "kept", ""), *map(_cells, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(5)]
    return "\n".join(_line(row, widths).rstrip() for row in cells)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    what, *figures, note = row
    return "  ".join([what.ljust(widths[0]), *map(str.rjust, figures, widths[1:4]), note])


def _cells(row: Row) -> tuple[str, str, str, str, str]:
    limit = "" if row.limit is None else _figure(row.limit, row.unit)
    kept = "" if row.limit is None else ("yes" if row.kept else "NO")
    return row.what, _figure(row.figure, row.unit), limit, kept, row.note


def _figure(figure: float, unit: str) -> str:
    if unit in {"calls", "rows", "scans"}:
        return f"{figure:,.0f} {unit}"
    return f"{figure:.0f} {unit}" if unit == "MB" else f"{figure:.2f} {unit or 'x'}"
