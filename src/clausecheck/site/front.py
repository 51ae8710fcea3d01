"""The front page: for each target what is known now, how it went, and every run."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined

from clausecheck.history.keeping import Line
from clausecheck.model import Outcome
from clausecheck.reports.language import Language
from clausecheck.reports.words import visible

SHOWN = (Outcome.VIOLATED, Outcome.UNVERIFIED, Outcome.WAIVED, Outcome.ATTESTED, Outcome.HONOURED)
"""What a column of the trend is made of, from the ground up."""
WIDE, HIGH = 8, 120


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of a column: units of the picture from its upper left corner."""

    outcome: Outcome
    x: int
    y: float
    height: float


def front(targets: Mapping[str, Sequence[Line]], said: Language) -> str:
    """The page, in a language; `targets` maps each to its runs, the latest first."""
    environment = Environment(
        loader=PackageLoader(__name__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    assert environment.loader is not None
    style = environment.loader.get_source(environment, "front.css")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return environment.get_template("front.html").render(
        targets=targets,
        language=said,
        say=said.say,
        trends={target: trend(lines) for target, lines in targets.items()},
        shown=SHOWN,
        wide=WIDE,
        high=HIGH,
        style=style,
        security=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )


def trend(lines: Sequence[Line]) -> list[Piece]:
    """A column for each whole run of all clauses, the oldest on the left; nothing where there are fewer than two."""
    whole = [line for line in reversed(lines) if line.complete and not line.selection]
    if len(whole) < 2:
        return []
    most = max(sum(line.totals.get(outcome, 0) for outcome in SHOWN) for line in whole) or 1
    return [piece for place, line in enumerate(whole) for piece in _column(line, place * (WIDE + 2), HIGH / most)]


def _column(line: Line, x: int, unit: float) -> list[Piece]:
    pieces, y = [], float(HIGH)
    for outcome in SHOWN:
        height = line.totals.get(outcome, 0) * unit
        y -= height
        if height:
            pieces.append(Piece(outcome=outcome, x=x, y=round(y, 2), height=round(height, 2)))
    return pieces
