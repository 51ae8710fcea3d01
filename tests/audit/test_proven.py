import json
from hashlib import sha256
from pathlib import Path

import pytest

from clausecheck.audit.checks import Check
from clausecheck.audit.proven import PROVEN, proven
from clausecheck.errors import InputError


@pytest.fixture
def check(tmp_path: Path) -> Check:
    file = tmp_path / "test_logs_expire.py"
    file.write_text("a check", encoding="utf-8")
    return Check(
        stem="logs_expire", kind="log_retention", function=print, facts=(), promise="", how="", file=str(file)
    )  # fmt: skip


def write(root: Path, **known: object) -> None:
    (root / PROVEN).parent.mkdir(exist_ok=True)
    digest = sha256(b"a check").hexdigest()
    proof = {"check": digest, "failed": True, "scenarios": {"a.yaml": "", "b.yaml": ""}, **known}
    (root / PROVEN).write_text(json.dumps({"logs_expire": proof}), encoding="utf-8")


def test_check_that_was_seen_to_fail_tells_in_how_many_scenarios_it_was_tried(tmp_path: Path, check: Check) -> None:
    write(tmp_path)
    assert proven(tmp_path, [check]) == {"logs_expire": 2}


def test_check_that_changed_since_or_never_failed_is_not_proven(tmp_path: Path, check: Check) -> None:
    write(tmp_path, check="0" * 64)
    assert proven(tmp_path, [check]) == {}
    write(tmp_path, failed=False)
    assert proven(tmp_path, [check]) == {}


def test_no_proof_at_all_proves_nothing_and_a_broken_one_is_named(tmp_path: Path, check: Check) -> None:
    assert proven(tmp_path, [check]) == {}
    write(tmp_path)
    (tmp_path / PROVEN).write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"proven\.json"):
        proven(tmp_path, [check])
