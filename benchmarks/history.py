"""A history of many runs: `clausecheck history` and `clausecheck diff`, each in a process of its own.

The runs are made up: findings as many as the embedded company's audit has, of which some change from run to run. Their
contents are shorter than real ones, as neither command reads any.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from benchmarks.measuring import Row
from benchmarks.reports import AS_OF, DEMO, large_run
from benchmarks.startup import ROOT
from clausecheck.history import comparing
from clausecheck.history.comparing import Verdicts
from clausecheck.history.keeping import Ledger, text_of
from clausecheck.history.storing import packed
from clausecheck.history.tables import FINISHED, contents, runs, verdicts
from clausecheck.model import ClauseResult, Outcome, Run

LIMIT = 1.0
TURNS = 5
COMMAND = (sys.executable, "-c", "from clausecheck.cli import main; main()")
CHUNK = 500


def history(*, number: int = 10_000) -> Iterator[Row]:
    """The rows of the table for this question."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "history.sqlite"
        filled(place, number)
        yield Row(what=f"a history of {number:,} runs", figure=place.stat().st_size / 1e6, unit="MB")
        for words in (("history",), ("history", "--limit", str(number), "--json"), ("diff",)):
            limit = LIMIT if len(words) == 1 else None
            yield Row(what=f"  clausecheck {' '.join(words)}", figure=_best(*words, place=place), unit="s", limit=limit)
        yield Row(what="  recording one more", figure=_recorded(place), unit="s")


def filled(place: Path, number: int) -> None:
    """A history of so many runs, written in bulk, as an audit writes them."""
    run = large_run(DEMO, DEMO * 4)
    known = [comparing.after(run, Verdicts()), comparing.after(_other(run), Verdicts())]
    blobs = [packed(comparing.written(one)) for one in known]
    with Ledger.at(str(place), place.parent) as ledger:
        for start in range(0, number, CHUNK):
            numbers = range(start + 1, min(start + CHUNK, number) + 1)
            with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
                connection.execute(insert(runs), [_row(one) for one in numbers])
                connection.execute(insert(verdicts), [{"run": one, "content": blobs[one % 2]} for one in numbers])
                connection.execute(insert(contents), [{"run": one, "content": bytes(2_000)} for one in numbers])


def _other(run: Run) -> Run:
    """The same with a tenth of its findings turned round."""
    turned = {Outcome.VIOLATED: Outcome.HONOURED, Outcome.HONOURED: Outcome.VIOLATED}
    return replace(
        run,
        clauses=tuple(
            ClauseResult(
                clause=one.clause,
                findings=tuple(
                    replace(each, outcome=turned.get(each.outcome, each.outcome)) if place % 10 == 0 else each
                    for place, each in enumerate(one.findings)
                ),
            )
            for one in run.clauses
        ),
    )


def _row(number: int) -> dict[str, object]:
    at = text_of(AS_OF + timedelta(hours=number))
    return {
        "number": number, "id": f"run-{number:06}", "target": "demo", "status": FINISHED, "started_at": at,
        "finished_at": at, "as_of": at, "policy_version": "2024-03-15", "complete": True, "selection": "[]",
        "totals": '{"violated": 60, "unverified": 1, "honoured": 38, "informative": 18, "attested": 4}',
    }  # fmt: skip


def _best(*words: str, place: Path) -> float:
    """Processor seconds of the best of several turns, start of Python and all, as if nobody else were at work."""
    return min(_seconds(*words, place=place) for _ in range(TURNS))


def _seconds(*words: str, place: Path) -> float:
    began = _spent()
    done = subprocess.run(
        [*COMMAND, *words, "--history", str(place)], cwd=ROOT, stdout=subprocess.DEVNULL, check=False
    )  # fmt: skip
    assert done.returncode in {0, 1}
    return _spent() - began


def _spent() -> float:
    """Processor seconds of every process that this one started and that has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _recorded(place: Path) -> float:
    run = large_run(DEMO, DEMO * 4)
    run = replace(run, id="one-more", target="demo", as_of=AS_OF + timedelta(days=9_999), history=None)
    began = time.process_time()
    with Ledger.at(str(place), place.parent) as ledger:
        ledger.record(replace(run, history=ledger.past(run)))
    return time.process_time() - began
