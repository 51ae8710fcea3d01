"""Evidence leaves when its own retention is over; a tombstone keeps the chain whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clausecheck.errors import CommandError
from clausecheck.evidence.pruning import Pruning, pruned
from clausecheck.evidence.signing import KEY_FILE, public_key, signer
from clausecheck.evidence.verifying import Expected, verified
from clausecheck.periods import Period
from tests.evidence.conftest import Made, kept
from tests.evidence.test_signing import keys  # noqa: F401 - a fixture

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=3 * 366)
P1Y, P3Y, P5Y = Period(months=12), Period(months=36), Period(months=60)


def test_what_is_over_is_deleted_and_the_chain_stays_whole(made: Made, tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    made("run-1")
    made("run-2")
    assert pruned(root, Pruning(now=NOW, retention=P3Y)) == []
    assert pruned(root, Pruning(now=LATER, retention=P3Y)) == ["run-1", "run-2"]
    assert sorted(path.name for path in (root / "run-1").iterdir()) == ["manifest.json", "tombstone.json"]
    made("run-3")
    found = verified(root, Expected())
    assert found.problems == []
    assert found.notes[0] == f"run-1: is a tombstone; its evidence was deleted on {LATER:%Y-%m-%d}"
    assert pruned(root, Pruning(now=NOW, retention=P3Y)) == []


def test_the_period_of_the_policy_is_obeyed_to_the_day(made: Made, tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    made("run-1")
    due = P1Y.end(datetime.now(UTC))
    assert pruned(root, Pruning(now=due - timedelta(days=1), retention=P1Y)) == []
    assert pruned(root, Pruning(now=due + timedelta(minutes=1), retention=P1Y)) == ["run-1"]


def test_without_todays_policy_the_run_is_kept_for_what_its_own_said(made: Made, tmp_path: Path) -> None:
    made("run-1", retention="P5Y")
    assert pruned(tmp_path / "evidence", Pruning(now=LATER)) == []


def test_the_command_line_may_keep_for_longer_and_never_for_less(made: Made, tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    made("run-1")
    assert pruned(root, Pruning(now=LATER, retention=P3Y, older_than=P5Y)) == []
    with pytest.raises(CommandError, match=r"--older-than P1Y: evidence is kept for 3 years; only the policy may"):
        pruned(root, Pruning(now=LATER, retention=P3Y, older_than=P1Y))
    assert (root / "run-1" / "facts.jsonl").exists()


def test_nothing_is_deleted_where_nobody_says_how_long_it_is_kept(made: Made, tmp_path: Path) -> None:
    made("run-1", retention="")
    with pytest.raises(CommandError, match=r"add `evidence: {retention: P3Y"):
        pruned(tmp_path / "evidence", Pruning(now=LATER))
    assert pruned(tmp_path / "evidence", Pruning(now=LATER, older_than=P1Y)) == ["run-1"]


def test_evidence_that_is_not_whole_is_not_deleted(made: Made, tmp_path: Path) -> None:
    made("run-1")
    (tmp_path / "evidence" / "run-1" / "calls.jsonl").write_text("")
    with pytest.raises(CommandError, match=r"not whole is not pruned: run-1/calls.jsonl: was truncated"):
        pruned(tmp_path / "evidence", Pruning(now=LATER, retention=P3Y))
    assert (tmp_path / "evidence" / "run-1" / "facts.jsonl").exists()
    with pytest.raises(CommandError, match="prune takes a folder of runs"):
        pruned(tmp_path / "evidence" / "run-1", Pruning(now=LATER, retention=P3Y))


def test_a_tombstone_holds_no_evidence_and_belongs_to_its_run(made: Made, tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    for run in ("run-1", "run-2"):
        made(run)
    pruned(root, Pruning(now=LATER, retention=P3Y))
    (root / "run-1" / "facts.jsonl").write_text("{}")
    (root / "run-2" / "tombstone.json").write_bytes((root / "run-1" / "tombstone.json").read_bytes())
    assert verified(root, Expected()).problems == [
        "run-1/facts.jsonl: was added: a tombstone holds no evidence",
        "run-2/tombstone.json: is of another manifest than the one that lies beside it",
    ]
    (root / "run-2" / "tombstone.json").write_text("{}")
    assert "run-2/tombstone.json: cannot be read as a tombstone" in verified(root, Expected()).problems


def test_a_tombstone_is_signed_as_the_run_was(made: Made, keys: Path) -> None:  # noqa: F811
    root = keys / "evidence"
    environ = {KEY_FILE: str(keys / "signing.pem")}
    made("run-1", **environ)
    made("run-2", **environ)
    key = public_key(keys / "signing-public.pem")
    pruned(root, Pruning(now=LATER, retention=P3Y, signer=signer(environ)))
    assert verified(root, Expected(key=key)).problems == []
    (root / "run-1" / "tombstone.dsse.json").unlink()
    assert verified(root, Expected(key=key)).problems == [
        "run-1/tombstone.dsse.json: is missing: nobody signed that the evidence was deleted"
    ]


def test_what_a_crash_left_of_a_deletion_is_taken_away_the_next_time(made: Made, tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    made("run-1")
    held = (root / "run-1" / "facts.jsonl").read_bytes()
    pruned(root, Pruning(now=LATER, retention=P3Y))
    (root / "run-1" / "facts.jsonl").write_bytes(held)
    assert verified(root, Expected()).problems
    assert pruned(root, Pruning(now=LATER, retention=P3Y)) == []
    assert verified(root, Expected()).problems == []


def test_what_an_audit_that_did_not_end_left_goes_with_time(made: Made, tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    made("run-1")
    kept(root, "run-2").close()
    assert pruned(root, Pruning(now=NOW, retention=P3Y)) == []
    assert pruned(root, Pruning(now=LATER, retention=P3Y)) == ["run-1", "run-2.incomplete"]
    assert not (root / "run-2.incomplete").exists()
