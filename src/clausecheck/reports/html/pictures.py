"""The geometry of the pictures: numbers only; the templates draw them, each with a table that says the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clausecheck.model import Outcome, Run

WIDTH, HEIGHT = 360, 120
"""The units of a picture, so that its smallest letters are read on a phone."""

RUNS_DRAWN = 24
_WITHIN = 10
_JUDGED_BY_NOBODY = frozenset({Outcome.UNVERIFIED})


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One rectangle, in units of its picture."""

    outcome: Outcome
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Column:
    """One audit of the trend: its pieces from the worst at the bottom upwards."""

    when: datetime
    id: str
    complete: bool
    is_this: bool
    totals: tuple[tuple[Outcome, int], ...]
    pieces: tuple[Piece, ...]
    x: float
    width: float


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One tenth of the period, or what lies past it (`is_late`)."""

    count: int
    is_late: bool
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class System:
    """How many questions a system was asked, and how many of them it left open."""

    name: str
    asked: int
    open: int

    @property
    def share(self) -> float:
        """How much of its strip, 100 units long, was answered."""
        return round(100 * (self.asked - self.open) / self.asked, 2)


def strip(counts: Sequence[tuple[Outcome, int]], whole: int) -> tuple[Piece, ...]:
    """Outcomes side by side, 100 units for `whole`."""
    pieces, x = [], 0.0
    for outcome, count in counts:
        width = 100 * count / (whole or 1)
        pieces.append(Piece(outcome=outcome, count=count, x=round(x, 2), y=0, width=round(width, 2), height=1))
        x += width
    return tuple(pieces)


def trend(run: Run) -> tuple[Column, ...]:
    """This audit and those before it, the oldest first; () where there is nothing to compare with."""
    past = [one for one in run.history.runs if one.id != run.id] if run.history else []
    if not past:
        return ()
    runs = [(one.as_of, one.id, one.complete, one.totals) for one in past[-(RUNS_DRAWN - 1) :]]
    runs.append((run.as_of, run.id, run.complete, run.totals()))
    tallest = max(sum(_obliging(totals).values()) for *_, totals in runs) or 1
    step = WIDTH / len(runs)
    wide = min(step * 0.72, 40)
    return tuple(
        _column(place * step + (step - wide) / 2, wide, tallest, one, is_this=place == len(runs) - 1)
        for place, one in enumerate(runs)
    )


def _obliging(totals: object) -> dict[Outcome, int]:
    counts = dict(totals)  # type: ignore[call-overload]
    return {one: counts[one] for one in Outcome if counts.get(one) and one is not Outcome.INFORMATIVE}


def _column(x: float, width: float, tallest: int, told: tuple[datetime, str, bool, object], *, is_this: bool) -> Column:
    when, id_, complete, totals = told
    counts, pieces, top = _obliging(totals), [], float(HEIGHT)
    for outcome, count in counts.items():
        height = HEIGHT * count / tallest
        top -= height
        pieces.append(Piece(outcome=outcome, count=count, x=round(x, 1), y=round(top, 1), **_size(width, height)))
    return Column(
        when=when, id=id_, complete=complete, is_this=is_this, totals=tuple(counts.items()), pieces=tuple(pieces),
        x=round(x, 1), width=round(width, 1),
    )  # fmt: skip


def ages(counts: Sequence[int]) -> tuple[Bar, ...]:
    """Ten tenths of the period, then what is past it; a bar that counts anything at all is seen."""
    tallest, step = max(counts, default=0) or 1, WIDTH / len(counts)
    bars = []
    for place, count in enumerate(counts):
        height = max(HEIGHT * count / tallest, 2.0) if count else 0.0
        size = _size(step - 4, height)
        at = {"x": round(place * step + 2, 1), "y": round(HEIGHT - height, 1)}
        bars.append(Bar(count=count, is_late=place >= _WITHIN, **at, **size))
    return tuple(bars)


def _size(width: float, height: float) -> dict[str, float]:
    """Rounded to what a reader can see."""
    return {"width": round(width, 1), "height": round(height, 1)}


def limit() -> float:
    """Where the period ends, in units of the picture of ages."""
    return WIDTH * _WITHIN / 12


def systems(run: Run) -> tuple[System, ...]:
    """Every system with the questions put to it, those that left the most open first; "" for questions to none."""
    asked = Counter(finding.system for finding in run.findings if not finding.attested_by)
    left = Counter(finding.system for finding in run.findings if finding.outcome in _JUDGED_BY_NOBODY)
    told = (System(name=name, asked=count, open=left[name]) for name, count in asked.items())
    return tuple(sorted(told, key=lambda one: (-one.open, not one.name, one.name)))
