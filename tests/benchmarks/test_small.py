"""The benchmarks at a twentieth of their size: every side gives the same answer, and the table is printed. No speed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import LACKING, SIZES, main
from benchmarks.measuring import Row, ratio, table

ROOT = Path(__file__).parents[2]


def printed(name: str) -> str:
    """What `python -m benchmarks --small --turns 1 NAME` prints."""
    command = [sys.executable, "-m", "benchmarks", "--small", "--turns", "1", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == LACKING:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["rows", "consent"])
def test_both_sides_agree_and_their_ratio_is_told(name: str) -> None:
    told = printed(name)
    assert re.search(r"ours / by hand +\d+\.\d\d x +1\.15 x +(yes|NO)", told)
    assert re.search(r", by hand +\d+\.\d\d s", told)


def test_two_systems_give_the_counts_of_one_and_no_row_leaves_but_the_examples() -> None:
    told = printed("memory")
    assert re.search(r"keys that they were given +15 rows +15 rows +yes +besides 2 rows of counts", told)
    assert "50,000 consent events in PostgreSQL, 100,000 sends in Parquet" in told


def test_what_evidence_costs_is_told_and_how_fast_it_is_verified() -> None:
    told = printed("evidence")
    assert re.search(r"with evidence / without +\d+\.\d\d x +1\.10 x +(yes|NO)", told)
    assert re.search(r"verify 51 MB +\d+\.\d\d s +0\.\d\d s +(yes|NO) +[\d,]+ MB/s", told)


def test_no_call_is_made_that_the_api_does_not_force() -> None:
    told = printed("cloud")
    calls = re.search(r"calls made +(\d+) calls +(\d+) calls +yes +smallest possible: (\d+)$", told, re.MULTILINE)
    assert calls is not None, told
    assert int(calls[1]) == int(calls[2]) == int(calls[3])


def test_every_endpoint_is_told_and_one_that_hangs_costs_its_limit_once() -> None:
    told = printed("endpoints")
    assert re.search(r"10 endpoints, 100 ms of latency +\d+\.\d\d s +20\.00 s", told)
    assert re.search(r"1 that hang, 3 s each +[3-5]\.\d\d s +6\.00 s +yes", told)


def test_an_unknown_name_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["speed"])
    assert "no benchmark is called speed; there are " + ", ".join(SIZES) in capsys.readouterr().err


def test_a_limit_that_is_not_kept_stands_out() -> None:
    seconds = {"ours": [3.0, 2.0, 4.0], "by hand": [2.0, 2.0, 2.0]}
    rows = [ratio(seconds, "ours", "by hand", limit=1.15), Row(what="calls", figure=1234, unit="calls", limit=1234)]
    assert [row.kept for row in rows] == [False, True]
    assert [line.split() for line in table(rows).splitlines()[1:]] == [
        ["ours", "/", "by", "hand", "1.50", "x", "1.15", "x", "NO"],
        ["calls", "1,234", "calls", "1,234", "calls", "yes"],
    ]
