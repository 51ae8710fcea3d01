"""The comparison with Prowler, without Prowler: what it would write is read, and each difference is told in words."""

from pathlib import Path

import pytest

from benchmarks import prowler
from benchmarks.__main__ import ASKED_FOR, SIZES

HEAD = "CHECK_ID;STATUS;RESOURCE_NAME;RESOURCE_UID\n"
FAKE = """\
import os, sys, urllib.request
folder = sys.argv[sys.argv.index("--output-directory") + 1]
open(os.path.join(folder, "prowler.csv"), "w").write({rows!r})
"""


def test_it_is_measured_only_where_it_is_named() -> None:
    assert set(ASKED_FOR) < set(SIZES)


def test_differences_are_counted_by_kind_and_direction() -> None:
    ours = {("bucket", "a"): True, ("bucket", "b"): True, ("volume", "c"): False}
    theirs = {("bucket", "a"): True, ("bucket", "b"): False, ("user", "d"): True}
    assert prowler.differences(ours, theirs) == {
        "bucket: kept here, broken there": 1,
        "volume: broken here, not judged there": 1,
        "user: not judged here, kept there": 1,
    }


def test_a_table_of_both_sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that writes what Prowler would of one bucket that lacks encryption; it says nothing of the rest."""
    pytest.importorskip("moto.server")
    program = tmp_path / "prowler"
    rows = HEAD + "s3_bucket_default_encryption;FAIL;prowler-0;arn:aws:s3:::prowler-0\n"
    program.write_text("#!/usr/bin/env python3\n" + FAKE.format(rows=rows))
    program.chmod(0o755)
    monkeypatch.setenv(prowler.PROGRAM, str(program))
    ours, theirs, ratio, differ = prowler.prowler(resources=20)
    assert ours.what == "10 buckets, 5 volumes, 2 databases, 3 users: clausecheck"
    assert (theirs.note, ratio.limit) == ("0 calls", prowler.ALLOWED)
    # All but that bucket: 9 buckets, 5 volumes, 2 databases, 3 users and root are judged here alone.
    assert differ.figure == 9 + 5 + 2 + 3 + 1
    assert "of 21 compared" in differ.note
