"""One question in a process of its own, so that its memory is the audit's and nobody else's.

`python -m benchmarks.alone rows URL`, or `consent URL PARQUET`, prints one line of JSON: `seconds`, `megabytes` (the
largest resident size), `keys` (rows of keys that were fetched from the audited tables), `answers` (their other rows)
and `counts`.
"""

import json
import sys
import time
from collections import Counter
from typing import Any

import sqlalchemy as sa

from benchmarks import consent, rows
from benchmarks.measuring import peak_megabytes
from benchmarks.world import COMMUNICATION_RECORDS, EVENTS, HOLDS, SENDS, audit_of, dataset
from clausecheck.targets.model import System

PROVIDER = dataset("sends", "marketing_sends", "sends", system="provider", **SENDS.places[0].roles)


def main(question: str, url: str, *more: str) -> dict[str, Any]:
    """What the question took and told."""
    received = _watched()
    began = time.perf_counter()
    counts = _consent(url, *more) if question == "consent" else _rows(url)
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "megabytes": peak_megabytes(), "counts": counts, **received}


def _rows(url: str) -> list[int]:
    audit = audit_of(url, COMMUNICATION_RECORDS, HOLDS)
    return rows.counts_of(rows.ours(audit))


def _consent(url: str, parquet: str) -> consent.Counts:
    provider = System(name="provider", kind="sql", settings={"url": "duckdb:///:memory:", "files": {"sends": parquet}})
    return consent.counts_of(consent.ours(audit_of(url, EVENTS, PROVIDER, provider=provider), PROVIDER))


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
