"""Timing: all sides in one run, turn by turn, so that a machine that slows down slows every side."""

import resource
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table. `seconds` is a median; `limit` is what the figure may not exceed, or None."""

    what: str
    figure: float
    unit: str
    limit: float | None = None

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


def median_ratio(seconds: Mapping[str, list[float]], one: str, other: str) -> float:
    """The median of the ratios of each turn."""
    return statistics.median(a / b for a, b in zip(seconds[one], seconds[other], strict=True))


def peak_megabytes() -> float:
    """The largest resident size that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
