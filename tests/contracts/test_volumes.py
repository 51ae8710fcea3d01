"""The file of the last run's volumes."""

import json
from pathlib import Path

import pytest

from clausecheck.contracts.volumes import FILE, Volumes, read_volumes


def written(report: Path, content: str) -> Path:
    (report / "contracts").mkdir()
    (report / FILE).write_text(content)
    return report


def test_no_folder_and_no_file_are_no_earlier_run(tmp_path: Path) -> None:
    for report in (None, tmp_path):
        assert read_volumes(report) == Volumes(targets={})


def test_the_fewest_rows_are_rounded_up() -> None:
    volumes = Volumes(targets={"demo": {"a in b": 5}})
    assert volumes.least("demo", "a in b", 50) == 3
    assert volumes.least("demo", "other", 50) is None
    assert volumes.least("staging", "a in b", 50) is None


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    before = Volumes(targets={"demo": {"a in b": 5}})
    assert read_volumes(written(tmp_path, before.after("staging", []))).targets == {
        "demo": {"a in b": 5},
        "staging": {},
    }


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"schema": "clausecheck/volumes/1"}',
     json.dumps({"schema": "other", "targets": {}}),
     json.dumps({"schema": "clausecheck/volumes/1", "targets": {"demo": {"a": "5"}}}),
     json.dumps({"schema": "clausecheck/volumes/1", "targets": {"demo": {"a": True}}})],
)  # fmt: skip
def test_a_file_that_no_run_wrote_is_trouble(tmp_path: Path, content: str) -> None:
    assert "cannot be read" in read_volumes(written(tmp_path, content)).trouble
