"""The chain holds over crashes and over runs that end at once."""

import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clausecheck.errors import CommandError, InputError
from clausecheck.evidence import chain
from clausecheck.evidence.sealing import prepared, sealed
from clausecheck.evidence.verifying import Expected, verified
from tests.evidence.conftest import Made, kept


def seal_many(root: Path, name: str, number: int) -> None:
    for one in range(number):
        sealed(kept(root, f"{name}-{one}"), root.parent, {})


def test_each_run_names_the_one_before_it(made: Made) -> None:
    first, second = made("run-1"), made("run-2")
    assert first.previous == ""
    assert second.previous == first.manifest_sha256
    assert second.folder == "evidence/run-2"
    assert set(second.files) == {"facts.jsonl", "calls.jsonl", "portal/refused.har"}


def test_runs_that_end_at_once_stand_one_behind_the_other(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=seal_many, args=(root, f"p{number}", 5)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    found = verified(root, Expected())
    assert (found.problems, found.runs) == ([], 20)
    assert [link.number for link in chain.links(root)] == list(range(1, 21))


def test_a_run_whose_line_a_crash_prevented_is_taken_in_by_the_next(made: Made, tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    made("run-1")
    second = made("run-2")
    whole = (root / "chain.jsonl").read_bytes()
    (root / "chain.jsonl").write_bytes(whole[:-20])  # half a line
    found = verified(root, Expected())
    assert found.problems == []
    assert found.notes == ["run-2: follows the chain, and has no line in chain.jsonl yet; the next run adds it"]
    assert made("run-3").previous == second.manifest_sha256
    assert [link.run for link in chain.links(root)] == ["run-1", "run-2", "run-3"]
    assert verified(root, Expected()).notes == []


def test_a_broken_chain_is_refused_before_anything_is_audited(made: Made, tmp_path: Path) -> None:
    made("run-1")
    path = tmp_path / "evidence" / "chain.jsonl"
    path.write_text("rubbish\n")
    with pytest.raises(
        CommandError, match=r"chain.jsonl:1 cannot be read.*keep this run elsewhere with --evidence DIR"
    ):
        prepared(tmp_path / "evidence", {})
    with pytest.raises(InputError):
        made("run-2")
    assert path.read_text() == "rubbish\n"
    assert (tmp_path / "evidence" / "run-1" / "manifest.json").exists()
    assert (tmp_path / "evidence" / "run-2.incomplete" / "facts.jsonl").exists()


def test_a_manifest_of_a_newer_version_keeps_nobody_from_going_on(made: Made, tmp_path: Path) -> None:
    made("run-1")
    path = tmp_path / "evidence" / "run-1" / "manifest.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 7'))
    before = path.read_bytes()
    assert made("run-2").previous
    assert path.read_bytes() == before
    assert ["format 7" in told for told in verified(tmp_path / "evidence", Expected()).problems] == [True]


def test_a_disk_that_is_full_leaves_a_run_that_says_so_and_the_others_whole(made: Made, tmp_path: Path) -> None:
    made("run-1")
    root = tmp_path / "evidence"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    keeping = kept(root, "run-2")
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        keeping.write("policy/policy.yaml", "x" * 100_000)
        keeping.write("run.json", "{}")
        with pytest.raises(CommandError, match=r"could not be kept whole in .*run-2\.incomplete: File too large"):
            sealed(keeping, tmp_path, {})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not (root / "run-2").exists()
    assert (root / "run-2.incomplete" / "state.json").exists()
    assert verified(root, Expected()).problems == []
    assert made("run-3").previous == chain.links(root)[0].manifest


KILLED = """
import os, signal, sys
from pathlib import Path
from clausecheck.evidence import sealing
from tests.evidence.conftest import kept
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
module, name = sys.argv[2].rsplit(".", 1)
import importlib
setattr(importlib.import_module(module), name, die)
sealing.sealed(kept(Path(sys.argv[1]), "run-2"), Path(sys.argv[1]).parent, {})
"""


@pytest.mark.parametrize(
    ("place", "is_whole"),
    [
        ("clausecheck.evidence.sealing.measured", False),
        ("clausecheck.evidence.sealing._settle", False),
        ("clausecheck.evidence.chain.append", True),
    ],
)
def test_a_kill_leaves_a_whole_run_or_one_that_says_it_is_not(
    made: Made, tmp_path: Path, place: str, is_whole: bool
) -> None:
    made("run-1")
    root = tmp_path / "evidence"
    command = [sys.executable, "-c", KILLED, str(root), place]
    ended = subprocess.run(command, env=os.environ, check=False, cwd=Path(__file__).parents[2])
    assert ended.returncode == -signal.SIGKILL
    assert (root / "run-2").exists() == is_whole
    assert (root / "run-2.incomplete").exists() != is_whole
    assert verified(root, Expected()).problems == []
    made("run-3")
    assert verified(root, Expected()).problems == []
    assert len(chain.links(root)) == 2 + is_whole


def test_a_folder_that_cannot_be_written_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match=r"evidence folder .* cannot be written: Not a directory"):
        prepared(tmp_path / "file" / "evidence", {})
    prepared(tmp_path / "new" / "evidence", {})
    assert not (tmp_path / "new").exists()


def test_the_manifest_names_every_file_with_size_and_digest(made: Made, tmp_path: Path) -> None:
    ref = made("run-1")
    told = json.loads((tmp_path / "evidence" / "run-1" / "manifest.json").read_text())
    assert {one["path"]: one["sha256"] for one in told["files"]} == dict(ref.files)
    assert [one["path"] for one in told["files"]] == sorted(ref.files)
    assert told["retention"] == "P3Y"
