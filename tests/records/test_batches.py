"""Rows on their way from one system to a place beside another's."""

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from clausecheck.connectors.sql import close_all, reading, reflected
from clausecheck.records.asking import Audit
from clausecheck.records.carried import BATCH_ROWS, batches, carried
from clausecheck.records.moments import Zones
from clausecheck.records.relation import Relation
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, System, Target


@pytest.mark.parametrize("rows", [1, 2048, 3000, BATCH_ROWS + 1])
def test_every_row_of_a_file_arrives(rows: int, tmp_path: Path) -> None:
    file = tmp_path / "sends.parquet"
    with duckdb.connect() as opened:
        opened.execute(f"COPY (SELECT i AS id, 'person-' || i AS who FROM range({rows}) t(i)) TO '{file}'")
    system = System(name="lake", kind="sql", settings={"url": "duckdb:///:memory:", "files": {"sends": str(file)}})
    place = Place(system="lake", table="sends", roles={"key": "id", "subject": "who"})
    dataset = Dataset(name="sends", category="marketing_sends", places=(place,))
    audit = audit_of(system, dataset)
    try:
        with reading(system, stream=True) as connection:
            table = reflected(connection, "sends")
            zones = Zones("UTC")
            origin = Relation(connection, table, dataset, place, zones, audit.pseudonyms)
            columns = carried(origin, ("key", "subject"), audit)
            arrived = [key for batch in batches(origin, columns) for key in batch["role__key"].to_pylist()]
    finally:
        close_all()
    assert sorted(map(int, arrived)) == list(range(rows))


def audit_of(system: System, dataset: Dataset) -> Audit:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    systems, datasets = {system.name: system}, (dataset,)
    target = Target(name="t", mode="read-only", environment="demo", systems=systems, datasets=datasets)
    return Audit(
        target=target,
        as_of=now,
        clock=now,
        time_zone="UTC",
        policy_date=date(2024, 3, 15),
        categories={},
        pseudonyms=Pseudonyms(b"key"),
    )
