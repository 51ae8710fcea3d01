"""A person signs a run: name, role, and for each clause that is not kept what becomes of it, and until when."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from clausecheck.errors import InputError, Problem
from clausecheck.history.tables import sign_offs
from clausecheck.model import ClauseResult, Decision, Outcome, Run, SignOff

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST = 2_000
"""Letters of a name, a role or a decision: they are printed in a table."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What somebody wrote: nothing of it is checked yet. `decisions` are clause, decision and due day."""

    name: str
    role: str
    decisions: tuple[tuple[str, str, str], ...] = ()


def undecided(run: Run) -> tuple[ClauseResult, ...]:
    """The clauses that need a decision, in the order of the policy: the violated and the unverified ones."""
    return tuple(one for one in run.clauses if one.outcome in {Outcome.VIOLATED, Outcome.UNVERIFIED})


def signed(run: Run, given: Given, *, at: datetime) -> SignOff:
    """The sign-off, its decisions in the order of the policy; `at` is aware, and days are those of the run's zone.

    `InputError` with everything that is wrong: a part that is empty, a clause without a decision, one decided twice,
    one that needs none, a due day that is none or lies before today.
    """
    today = at.astimezone(ZoneInfo(run.time_zone)).date()
    wrong = [Problem(message=message) for message in _wrong(run, given, today)]
    if wrong:
        raise InputError(wrong)
    told = {clause: (decision, due) for clause, decision, due in given.decisions}
    return SignOff(
        name=_tidy(given.name),
        role=_tidy(given.role),
        at=at,
        decisions=tuple(
            Decision(clause=id_, decision=_tidy(told[id_][0]), due=date.fromisoformat(told[id_][1]))
            for id_ in (one.clause.id for one in undecided(run))
        ),
    )


def _wrong(run: Run, given: Given, today: date) -> Iterator[str]:
    yield from _empty({"the name": given.name, "the role": given.role})
    needed, decided = [one.clause.id for one in undecided(run)], [clause for clause, _, _ in given.decisions]
    known = {one.clause.id for one in run.clauses}
    yield from (f"clause {id_}: is not kept, and has no decision" for id_ in needed if id_ not in decided)
    yield from (f"clause {id_}: is decided twice" for id_ in sorted(set(decided)) if decided.count(id_) > 1)
    for clause, decision, due in given.decisions:
        if clause not in known:
            yield f"clause {clause}: this run has no such clause"
        elif clause not in needed:
            yield f"clause {clause}: is neither violated nor unverified, and needs no decision"
        yield from _empty({f"clause {clause}: the decision": decision})
        yield from _wrong_day(clause, due, today)


def _empty(parts: Mapping[str, str]) -> Iterator[str]:
    for name, text in parts.items():
        if not _tidy(text):
            yield f"{name} is empty"
        elif len(text) > LONGEST:
            yield f"{name} has more than {LONGEST:,} letters"


def _wrong_day(clause: str, due: str, today: date) -> Iterator[str]:
    try:
        day = date.fromisoformat(due if _DAY.fullmatch(due) else "")
    except ValueError:
        yield f"clause {clause}: {due!r} is no day such as 2026-07-31"
        return
    if day < today:
        yield f"clause {clause}: is due on {day}, which has passed"


def _tidy(text: str) -> str:
    return " ".join(text.split())


def write(connection: Connection, run: int, sign_off: SignOff) -> None:
    """Keep a sign-off of the run of this number; earlier ones stay."""
    decisions = [(one.clause, one.decision, one.due.isoformat()) for one in sign_off.decisions]
    row = {"name": sign_off.name, "role": sign_off.role, "at": sign_off.at.isoformat()}
    connection.execute(insert(sign_offs).values(run=run, decisions=json.dumps(decisions), **row))


def read(connection: Connection, run: int) -> SignOff | None:
    """The last sign-off of the run of this number."""
    asked = select(sign_offs).where(sign_offs.c.run == run).order_by(sign_offs.c.number.desc()).limit(1)
    row = connection.execute(asked).first()
    if row is None:
        return None
    return SignOff(
        name=row.name, role=row.role, at=datetime.fromisoformat(row.at), decisions=_decisions(json.loads(row.decisions))
    )


def _decisions(told: Iterable[tuple[str, str, str]]) -> tuple[Decision, ...]:
    return tuple(Decision(clause=id_, decision=text, due=date.fromisoformat(due)) for id_, text, due in told)
