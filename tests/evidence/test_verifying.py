"""One byte, one file, one line, one run: whatever is not what it was is named."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from clausecheck.errors import CommandError
from clausecheck.evidence.verifying import Expected, verified
from tests.evidence.conftest import Made, kept

NOTHING = Expected()


@pytest.fixture
def root(made: Made, tmp_path: Path) -> Path:
    for run in ("run-1", "run-2", "run-3"):
        made(run)
    return tmp_path / "evidence"


def problems(path: Path) -> list[str]:
    return verified(path, NOTHING).problems


def test_what_nobody_touched_is_whole(root: Path) -> None:
    found = verified(root, NOTHING)
    assert (found.problems, found.notes, found.runs, found.files) == ([], [], 3, 9)
    assert problems(root / "run-2") == []


def byte(root: Path) -> str:
    path = root / "run-2" / "facts.jsonl"
    content = bytearray(path.read_bytes())
    content[3] ^= 1
    path.write_bytes(content)
    return "run-2/facts.jsonl: was changed: it has the same size and another content"


def truncated(root: Path) -> str:
    path = root / "run-2" / "facts.jsonl"
    path.write_bytes(path.read_bytes()[:-5])
    return "run-2/facts.jsonl: was truncated: 19 of 24 bytes are left"


def longer(root: Path) -> str:
    with (root / "run-2" / "facts.jsonl").open("a") as file:
        file.write("x")
    return "run-2/facts.jsonl: was changed: it has 1 bytes more"


def missing(root: Path) -> str:
    (root / "run-2" / "portal" / "refused.har").unlink()
    return "run-2/portal/refused.har: is missing"


def added(root: Path) -> str:
    (root / "run-2" / "portal" / "more.har").write_text("{}")
    return "run-2/portal/more.har: was added"


def exchanged(root: Path) -> str:
    facts, calls = root / "run-2" / "facts.jsonl", root / "run-2" / "calls.jsonl"
    content = facts.read_bytes()
    facts.write_bytes(calls.read_bytes())
    calls.write_bytes(content)
    return "run-2/facts.jsonl: holds what calls.jsonl held: files were exchanged or reordered"


def linked(root: Path) -> str:
    path = root / "run-2" / "facts.jsonl"
    shutil.move(path, root.parent / "elsewhere")
    path.symlink_to(root.parent / "elsewhere")
    return "run-2/facts.jsonl: was changed: it is a link now"


def manifest(root: Path) -> str:
    path = root / "run-2" / "manifest.json"
    path.write_text(path.read_text().replace('"target": "staging"', '"target": "elsewhere"'))
    return "run-2/manifest.json: was changed: the chain has another digest of it"


def garbled(root: Path) -> str:
    (root / "run-2" / "manifest.json").write_text("{")
    return "run-2/manifest.json is no manifest that can be read: it was changed, or something else lies there"


def newer(root: Path) -> str:
    path = root / "run-2" / "manifest.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    return (
        "run-2/manifest.json comes from a newer clausecheck (evidence of format 2; this one reads 1): "
        "upgrade clausecheck to read it"
    )


def without_manifest(root: Path) -> str:
    (root / "run-2" / "manifest.json").unlink()
    return "run-2: its manifest.json is missing"


def whole_run(root: Path) -> str:
    shutil.rmtree(root / "run-2")
    return "run-2: the whole run is missing"


def last_run(root: Path) -> str:
    shutil.rmtree(root / "run-3")
    return "run-3: the whole run is missing"


def foreign_run(root: Path) -> str:
    shutil.copytree(root / "run-2", root / "run-4")
    return "run-4: this run was added; it is not in the chain"


def renamed(root: Path) -> str:
    (root / "run-2").rename(root / "run-9")
    return "run-9: holds the evidence of run-2: the folder was renamed or exchanged"


def swapped(root: Path) -> str:
    for one, other in (("run-1", "away"), ("run-2", "run-1"), ("away", "run-2")):
        (root / one).rename(root / other)
    return "run-1: holds the evidence of run-2: the folder was renamed or exchanged"


def reordered(root: Path) -> str:
    lines = (root / "chain.jsonl").read_text().splitlines(keepends=True)
    (root / "chain.jsonl").write_text("".join([lines[1], lines[0], lines[2]]))
    return "chain.jsonl:1: run run-2 has number 2: lines are missing, or not in their order"


def line_gone(root: Path) -> str:
    lines = (root / "chain.jsonl").read_text().splitlines(keepends=True)
    (root / "chain.jsonl").write_text("".join([lines[0], lines[2]]))
    return "run-3: the chain is broken before this run: it follows another manifest than the one there"


def chain_gone(root: Path) -> str:
    (root / "chain.jsonl").unlink()
    return "chain.jsonl is missing: nobody can tell whether all runs are here"


def stray_file(root: Path) -> str:
    (root / "notes.txt").write_text("")
    return "notes.txt: this file was added; it belongs to no run"


HARM = (
    byte, truncated, longer, missing, added, exchanged, linked, manifest, garbled, newer, without_manifest, whole_run,
    last_run, foreign_run, renamed, swapped, reordered, line_gone, chain_gone, stray_file,
)  # fmt: skip


@pytest.mark.parametrize("harm", HARM, ids=lambda one: one.__name__)
def test_each_harm_is_named(root: Path, harm: Callable[[Path], str]) -> None:
    assert harm(root) in problems(root)


def test_every_single_byte_counts(made: Made, tmp_path: Path) -> None:
    made("run-1")
    paths = [path for path in (tmp_path / "evidence" / "run-1").rglob("*") if path.is_file()]
    for path in paths:
        content = path.read_bytes()
        for place in range(0, len(content), 7):
            path.write_bytes(content[:place] + bytes([content[place] ^ 0x20]) + content[place + 1 :])
            assert problems(tmp_path / "evidence"), (path.name, place)
        path.write_bytes(content)
    assert not problems(tmp_path / "evidence")


def test_runs_taken_from_the_end_together_with_their_line_are_told_by_the_report(root: Path) -> None:
    newest = json.loads((root / "chain.jsonl").read_text().splitlines()[-1])["manifest"]
    assert verified(root, Expected(newest=newest)).problems == []
    shutil.rmtree(root / "run-3")
    lines = (root / "chain.jsonl").read_text().splitlines(keepends=True)
    (root / "chain.jsonl").write_text("".join(lines[:2]))
    assert not problems(root)
    (told,) = verified(root, Expected(newest=newest)).problems
    assert "runs were taken from its end" in told


def test_what_an_audit_that_did_not_end_left_is_told_and_is_no_run(root: Path) -> None:
    keeping = kept(root, "run-4")
    keeping.close()
    found = verified(root, NOTHING)
    assert (found.problems, found.notes) == (
        [], ["run-4.incomplete: the audit that wrote this did not end; it stands in no chain"],
    )  # fmt: skip
    assert problems(root / "run-4.incomplete") == [
        "run-4.incomplete: the audit that wrote this did not end; it is no whole run"
    ]


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_what_is_no_evidence_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="there is no evidence here"):
        verified(tmp_path / name, NOTHING)
