"""The ledger of runs: what begins is written down, what ends is compared with what was, and kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, insert, or_, select, update

from clausecheck.errors import CommandError
from clausecheck.history import comparing, signing
from clausecheck.history.comparing import Verdicts
from clausecheck.history.opening import opened, shown, telling, url_of, writing
from clausecheck.history.storing import packed, restored, stored, unpacked
from clausecheck.history.tables import FINISHED, RUNNING, contents, reveals, runs, verdicts
from clausecheck.model import History, Outcome, PastRun, Run, SignOff

TREND = 100
"""How many earlier runs a trend shows at most."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """What is known of a run when it begins."""

    id: str
    target: str
    started_at: datetime
    as_of: datetime
    policy_version: date
    selection: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Line:
    """One run of the ledger. `ended` is false for one that died, or still runs; it is not complete then."""

    number: int = field(repr=False)
    id: str
    target: str
    ended: bool
    started_at: datetime
    finished_at: datetime | None
    as_of: datetime
    policy_version: date
    complete: bool
    selection: tuple[str, ...]
    totals: Mapping[Outcome, int]

    @property
    def past(self) -> PastRun:
        return PastRun(
            id=self.id,
            as_of=self.as_of,
            started_at=self.started_at,
            policy_version=self.policy_version,
            complete=self.complete,
            totals=self.totals,
        )


class Ledger:
    """A history that is open; leaving it as a context closes it.

    Every method raises `CannotRemember`, with a sentence, where the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine, self.name = engine, shown(engine.url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.engine.dispose()

    @classmethod
    def at(cls, place: str, root: Path, *, making: bool = True) -> Self:
        """The history at a URL or a path, relative ones below `root`; `making` begins one where there is none."""
        with telling(place.partition("://")[0] if "://" in place else place):
            url = url_of(place, root)
        return cls(opened(url, making=making))

    def begin(self, start: Start) -> None:
        """Write down that a run began; until it ends it counts as incomplete."""
        with telling(self.name), writing(self.engine) as connection:
            connection.execute(insert(runs).values(_begun(start)))

    def past(self, run: Run) -> History:
        """What earlier runs of the same target say of this one, whether or not it is in the ledger already."""
        with telling(self.name), self.engine.connect() as connection:
            own = connection.execute(select(runs.c.number).where(runs.c.id == run.id)).scalar()
            previous = _previous(connection, run.target, run.as_of, own)
            before = _verdicts(connection, previous)
            trend = _lines(connection, _trend(run, own))
        told = comparing.past(run, before)
        trended = tuple(line.past for line in reversed(trend))
        return replace(told, runs=trended, previous=previous.id if previous else "")

    def record(self, run: Run) -> None:
        """Keep a run that has ended: its row, what is known after it, and all of it."""
        content = stored(run)
        with telling(self.name), writing(self.engine) as connection:
            number = _ended(connection, run)
            previous = _previous(connection, run.target, run.as_of, number)
            known = packed(comparing.written(comparing.after(run, _verdicts(connection, previous))))
            connection.execute(insert(verdicts).values(run=number, content=known))
            connection.execute(insert(contents).values(run=number, content=content))

    def lines(self, target: str = "", limit: int = TREND) -> list[Line]:
        """The last runs, the latest first; of one target, or of all."""
        asked = select(runs).order_by(runs.c.started_at.desc(), runs.c.number.desc()).limit(limit)
        with telling(self.name), self.engine.connect() as connection:
            return _lines(connection, asked.where(runs.c.target == target) if target else asked)

    def line(self, part: str) -> Line:
        """The run with this id, or the only one whose id begins or ends so. `CommandError` for none or several."""
        part = part.strip()
        found: ColumnElement[bool] = or_(
            runs.c.id.startswith(part, autoescape=True), runs.c.id.endswith(part, autoescape=True)
        )
        with telling(self.name), self.engine.connect() as connection:
            told = _lines(connection, select(runs).where(found).order_by(runs.c.number.desc()).limit(4))
        exact = [line for line in told if line.id == part]
        if len(exact or told) == 1 and part:
            return (exact or told)[0]
        if not told:
            raise CommandError(f"the history {self.name} knows no run {part!r}; `clausecheck history` lists them")
        raise CommandError(f"several runs begin or end with {part!r}: {', '.join(one.id for one in told[:3])}, …")

    def before(self, line: Line) -> Line | None:
        """The complete run that a run is compared with."""
        with telling(self.name), self.engine.connect() as connection:
            return _previous(connection, line.target, line.as_of, line.number)

    def verdicts(self, line: Line) -> Verdicts:
        """What was known after a run; `CommandError` where it did not end."""
        if not line.ended:
            raise CommandError(
                f"the run {line.id} is incomplete: its end was never recorded, so nothing is known of it"
            )
        with telling(self.name), self.engine.connect() as connection:
            return _verdicts(connection, line)

    def run(self, line: Line) -> Run:
        """The whole run, its history as it stands now, and who signed it; `CommandError` where it did not end."""
        with telling(self.name), self.engine.connect() as connection:
            content = connection.execute(select(contents.c.content).where(contents.c.run == line.number)).scalar()
            run = restored(content) if content else None
            sign_off = signing.read(connection, line.number)
        if run is None:
            raise CommandError(
                f"the run {line.id} is incomplete: its end was never recorded, so nothing is known of it"
            )
        return replace(run, history=self.past(run), sign_off=sign_off)

    def sign(self, line: Line, sign_off: SignOff) -> None:
        """Keep who signed a run, beside those who did before."""
        with telling(self.name), writing(self.engine) as connection:
            signing.write(connection, line.number, sign_off)

    def reveals(self, line: Line, finding: str, by: str, at: datetime) -> int:
        """Write down, before it is done, that keys of a finding are about to be listed; the entry's number."""
        values = {"run": line.number, "finding": finding, "by": by, "at": text_of(at)}
        with telling(self.name), writing(self.engine) as connection:
            return int(connection.execute(insert(reveals).values(values).returning(reveals.c.number)).scalar_one())

    def revealed(self, entry: int, shown: int) -> None:
        """Write down how many were listed."""
        with telling(self.name), writing(self.engine) as connection:
            connection.execute(update(reveals).where(reveals.c.number == entry).values(shown=shown))


def _begun(start: Start) -> dict[str, Any]:
    return {
        "id": start.id,
        "target": start.target,
        "status": RUNNING,
        "started_at": text_of(start.started_at),
        "as_of": text_of(start.as_of),
        "policy_version": start.policy_version.isoformat(),
        "complete": False,
        "selection": json.dumps(start.selection),
        "totals": "{}",
    }


def _ended(connection: Connection, run: Run) -> int:
    """The number of the run's row, which now says that it ended."""
    start = Start(
        id=run.id,
        target=run.target,
        started_at=run.started_at,
        as_of=run.as_of,
        policy_version=run.policy_version,
        selection=run.selection,
    )
    end = {
        "status": FINISHED,
        "finished_at": text_of(run.finished_at),
        "complete": run.complete,
        "totals": json.dumps({outcome.value: count for outcome, count in run.totals().items()}),
    }
    number = connection.execute(select(runs.c.number).where(runs.c.id == run.id)).scalar()
    if number is None:
        added = insert(runs).values({**_begun(start), **end}).returning(runs.c.number)
        number = connection.execute(added).scalar_one()
    else:
        connection.execute(update(runs).where(runs.c.number == number).values(end))
    return int(number)


def _previous(connection: Connection, target: str, as_of: datetime, number: int | None) -> Line | None:
    """The complete run that the next one is compared with: the one that judged the latest moment up to its own."""
    asked = select(runs).where(runs.c.target == target, runs.c.status == FINISHED, runs.c.complete.is_(True))
    asked = asked.where(runs.c.as_of <= text_of(as_of))
    if number is not None:
        asked = asked.where(runs.c.number < number)
    told = _lines(connection, asked.order_by(runs.c.as_of.desc(), runs.c.number.desc()).limit(1))
    return told[0] if told else None


def _trend(run: Run, number: int | None) -> Select[Any]:
    same = (runs.c.target == run.target, runs.c.selection == json.dumps(run.selection), runs.c.status == FINISHED)
    asked = select(runs).where(*same, runs.c.as_of <= text_of(run.as_of))
    if number is not None:
        asked = asked.where(runs.c.number < number)
    return asked.order_by(runs.c.as_of.desc(), runs.c.number.desc()).limit(TREND)


def _verdicts(connection: Connection, line: Line | None) -> Verdicts:
    if line is None:
        return Verdicts()
    content = connection.execute(select(verdicts.c.content).where(verdicts.c.run == line.number)).scalar_one()
    return comparing.read(unpacked(content))


def _lines(connection: Connection, asked: Select[Any]) -> list[Line]:
    return [_line(row) for row in connection.execute(asked)]


def _line(row: Row[Any]) -> Line:
    return Line(
        number=row.number,
        id=row.id,
        target=row.target,
        ended=row.status == FINISHED,
        started_at=datetime.fromisoformat(row.started_at),
        finished_at=datetime.fromisoformat(row.finished_at) if row.finished_at else None,
        as_of=datetime.fromisoformat(row.as_of),
        policy_version=date.fromisoformat(row.policy_version),
        complete=row.complete,
        selection=tuple(json.loads(row.selection)),
        totals={Outcome(name): count for name, count in json.loads(row.totals).items()},
    )


def text_of(moment: datetime) -> str:
    """A moment as it stands in the database."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
