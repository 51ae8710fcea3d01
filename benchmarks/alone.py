"""One question in a process of its own, so that its memory is the audit's and nobody else's.

`python -m benchmarks.alone rows URL`, `consent URL PARQUET`, `audit URL FOLDER` or `size URL FOLDER` prints one line of
JSON: `seconds`,
`megabytes` (the largest resident size), `keys` (rows of keys that were fetched from the audited tables), `answers`
(their other rows) and `counts`. `audit` is the whole of `clausecheck audit`, with its reports in that folder; `size` is
every record check over the large target, and counts the scans of each dataset.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks import consent, large, rows
from benchmarks.measuring import peak_megabytes
from benchmarks.scans import jobs_over_records, sent_by
from benchmarks.startup import ROOT
from benchmarks.world import AS_OF, COMMUNICATION_RECORDS, EVENTS, HOLDS, SENDS, audit_of, dataset
from clausecheck.audit.lightness import lighten
from clausecheck.audit.session import Request, Session
from clausecheck.targets.model import System

PROVIDER = dataset("sends", "marketing_sends", "sends", system="provider", **SENDS.places[0].roles)

TARGET = """
target: benchmark
mode: read-only
environment: staging
systems:
  crm: {kind: sql, url: "${CRM_URL}"}
datasets:
  - {name: communications, category: communication_records, system: crm, table: communications,
     key: id, subject: customer_id, recorded_at: created_at, hold: legal_hold_id}
  - {name: holds, category: legal_holds, system: crm, table: legal_holds, key: id, approver: approver,
     reason: reason, starts_at: starts_at, review_at: review_at, released_at: released_at}
"""


def main(question: str, url: str, *more: str) -> dict[str, Any]:
    """What the question took and told."""
    received = _watched()
    began = time.perf_counter()
    asked: dict[str, Callable[..., Any]] = {"rows": _rows, "consent": _consent, "audit": _audit, "size": _size}
    counts = asked[question](url, *more)
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "megabytes": peak_megabytes(), "counts": counts, **received}


def _rows(url: str) -> list[int]:
    audit = audit_of(url, COMMUNICATION_RECORDS, HOLDS)
    return rows.counts_of(rows.ours(audit))


def _consent(url: str, parquet: str) -> consent.Counts:
    provider = System(name="provider", kind="sql", settings={"url": "duckdb:///:memory:", "files": {"sends": parquet}})
    return consent.counts_of(consent.ours(audit_of(url, EVENTS, PROVIDER, provider=provider), PROVIDER))


def _audit(url: str, folder: str) -> list[int]:
    """Examined and violations of clause 6.c."""
    from clausecheck.cli import main as command_line

    target, report = Path(folder, "target.yaml"), Path(folder, "report")
    target.write_text(TARGET)
    os.environ["CRM_URL"] = url
    sys.argv[1:] = ["audit", "--target", str(target), "--report", str(report), "--as-of", AS_OF.isoformat()]
    with redirect_stdout(StringIO()), suppress(SystemExit):
        command_line()
    told = json.loads((report / "report.json").read_text())
    (finding,) = next(clause for clause in told["clauses"] if clause["id"] == "6.c")["findings"]
    return [finding["examined"], finding["violations"]]


def _size(url: str, folder: str) -> dict[str, Any]:
    """(scans, planned) by table, what was scanned oftener than planned, and the seconds of each question."""
    lighten()  # as the command does
    os.environ["IDENTIFIER_KEY"] = "k" * 32
    file = Path(folder, "target.yaml")
    file.write_text(json.dumps(large.target(url, identifier_key="${IDENTIFIER_KEY}")))
    scans, planned, seconds, beyond = Counter[str](), Counter[str](), {}, []
    with Session(Request(root=ROOT, target=str(file), as_of=large.AS_OF, clock=large.AS_OF)) as session:
        for job in jobs_over_records(session):
            sent, error = sent_by(job, session.target)
            if error:
                raise error
            scans.update(sent.scans)
            planned.update({table: len(passes) for table, passes in sent.passes.items()})
            seconds[f"{min(sent.kinds)} of {sent.resource}"] = sent.seconds
            beyond += [f"{table}: {said}" for table, said in sent.beyond.items()]
    return {"scans": scans, "planned": planned, "beyond": beyond, "slowest": seconds}


def _watched() -> Counter[str]:
    """Counts, from now on, the rows that statements over the audited tables bring into this process."""
    received = Counter[str](keys=0, answers=0)

    def count(_: object, cursor: Any, statement: str, *__: object) -> None:
        if "FROM communications" in statement or "FROM legal_holds" in statement:
            received["keys" if " AS key" in statement else "answers"] += cursor.rowcount

    sa.event.listen(sa.Engine, "after_cursor_execute", count)
    return received


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
