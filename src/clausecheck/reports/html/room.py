"""How much the page tells of each clause, so that it stays a page: the counts are exact at every size.

A run of a hundred systems has thousands of findings; whoever wants each of them reads findings.csv and the evidence.
"""

from dataclasses import dataclass

from clausecheck.model import Run
from clausecheck.reports.html.judged import Judged, judged

LARGEST = 1_000_000
"""Bytes of a whole page."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """What is told of one group of findings: in full, in a line each, and how many characters of statements.

    `statement` is the longest statement that is printed, `statements` all of them together on the page.
    """

    in_full: int
    in_short: int
    statement: int
    statements: int
    reasons: int


ROOMS = (
    Room(in_full=12, in_short=40, statement=12_000, statements=150_000, reasons=60),
    Room(in_full=5, in_short=15, statement=4_000, statements=60_000, reasons=40),
    Room(in_full=3, in_short=5, statement=2_000, statements=30_000, reasons=20),
    Room(in_full=2, in_short=2, statement=1_000, statements=20_000, reasons=15),
    Room(in_full=1, in_short=1, statement=500, statements=10_000, reasons=10),
    Room(in_full=1, in_short=0, statement=0, statements=0, reasons=5),
)
"""From the roomiest to the tightest; the first in which the page is small enough is taken."""

_PAGE, _CLAUSE, _GROUP, _AGES, _FULL, _SHORT = 60_000, 3_400, 500, 2_600, 1_400, 300
"""Bytes of a page around its clauses; of a clause, a group of findings, its ages, one told in full, one in a line."""


def rooms(run: Run) -> tuple[Room, ...]:
    """The rooms worth a try: those that will hardly hold this run are left out, as writing a page takes time."""
    told = [judged(result) for result in run.clauses if result.findings]
    around = _PAGE + len(told) * _CLAUSE
    groups = [group for one in told for group in one]
    return tuple(room for room in ROOMS[:-1] if around + _expected(groups, room) <= LARGEST) + ROOMS[-1:]


def _expected(groups: list[Judged], room: Room) -> int:
    full = sum(min(len(group.in_full), room.in_full) for group in groups)
    short = sum(min(len(group.in_short), room.in_short) for group in groups)
    ages = sum(1 for group in groups if group.ages)
    return len(groups) * _GROUP + ages * _AGES + full * _FULL + short * _SHORT


class Statements:
    """Which statements are printed, while a page is being written: each once, as long as there is room for it."""

    def __init__(self, room: Room) -> None:
        self._room, self._left = room, room.statements
        self._printed: dict[str, str] = {}

    def printed(self, text: str, anchor: str) -> str:
        """Where this statement is printed: at `anchor` if here, at an earlier one if already, "" without room."""
        if text in self._printed:
            return self._printed[text]
        if len(text) > min(self._room.statement, self._left):
            return ""
        self._left -= len(text)
        self._printed[text] = anchor
        return anchor
