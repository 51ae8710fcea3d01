"""`clausecheck evidence`: what the commands say, and the exit codes that they end with."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from clausecheck.evidence.signing import KEY, KEY_FILE
from tests.evidence.test_signing import openssl
from tests.project import OVERDUE, PYTEST, Project

EVIDENCE = "report/evidence"


@pytest.fixture
def run(project: Project) -> Path:
    """The folder of the evidence of one audit, with a violation."""
    project.rows([OVERDUE])
    assert project.audit("--clause", "6.c").code == 1
    (found,) = (project.folder / EVIDENCE).glob("*/manifest.json")
    return found.parent


def test_an_audit_leaves_its_evidence_and_the_report_knows_it(project: Project, run: Path) -> None:
    told = {path.relative_to(run).as_posix() for path in run.rglob("*") if path.is_file()}
    assert {
        "acceptances.jsonl", "calls.jsonl", "contracts.jsonl", "digests.json", "environment.json", "examinations.jsonl",
        "facts.jsonl", "findings.jsonl", "manifest.json", "policy/policy.yaml", "policy/published.lock", "run.json",
        "statements.jsonl", "target.yaml",
    } <= told  # fmt: skip
    assert not any("waivers" in name or "attestations" in name for name in told if not name.startswith("policy/schema"))
    environment = json.loads((run / "environment.json").read_text())
    assert environment["libraries"]["SQLAlchemy"]
    assert not set(os.environ.values()) & {str(one) for one in environment.values()} - {""}
    assert json.loads((run / "run.json").read_text())["totals"]["violated"] == 1
    assert run.name == project.report()["run"]["id"] if "run" in project.report() else True


def test_what_is_whole_verifies_as_run_and_as_folder(project: Project, run: Path) -> None:
    for path in (EVIDENCE, f"{EVIDENCE}/{run.name}"):
        told = project.told("evidence", "verify", path)
        assert (told.code, told.err) == (0, "")
        assert told.out.startswith("Whole: 1 run, ")
    assert project.told("evidence", "verify").code == 0


def test_a_byte_is_named_and_exits_1(project: Project, run: Path) -> None:
    path = run / "facts.jsonl"
    path.write_bytes(path.read_bytes().replace(b"examined", b"Examined", 1))
    told = project.told("evidence", "verify", EVIDENCE)
    assert told.code == 1
    assert f"wrong: {run.name}/facts.jsonl: was changed: it has the same size and another content" in told.out
    assert "not what was written: 1 fault in 1 run," in told.out


@pytest.mark.parametrize("arguments", [("verify", "policy"), ("judge", EVIDENCE), ("prune", "policy"),
                                       ("verify", EVIDENCE, "--key", "nowhere.pem"),
                                       ("prune", EVIDENCE, "--older-than", "tomorrow"),
                                       ("prune", EVIDENCE, "--older-than", "P1M"),
                                       ("judge", "RUN", "--as-of", "tomorrow"),
                                       ("judge", "RUN", "--policy", "checks")])  # fmt: skip
def test_wrong_input_is_a_sentence_and_exits_3(project: Project, run: Path, arguments: tuple[str, ...]) -> None:
    told = project.told("evidence", *(one.replace("RUN", f"{EVIDENCE}/{run.name}") for one in arguments))
    assert told.code == 3
    assert told.err.strip()
    assert "Traceback" not in told.err


def test_judging_again_repeats_every_verdict(project: Project, run: Path) -> None:
    (project.folder / "crm.db").unlink()
    told = project.told("evidence", "judge", f"{EVIDENCE}/{run.name}")
    assert told.code == 0
    assert "verdicts are what they were." in told.out
    project.check("assert records")
    told = project.told("evidence", "judge", f"{EVIDENCE}/{run.name}")
    assert told.code == 1
    assert "6.c records_leave_on_time[6.c-communications-crm]: was violated, is honoured" in told.out
    assert "note: checks/retention/test_records_leave_on_time.py is not what it was" in told.out


def test_another_policy_is_answered_as_an_audit_would(project: Project, run: Path) -> None:
    shutil.copytree(project.folder / "policy", project.folder / "draft")
    told = project.told("evidence", "judge", f"{EVIDENCE}/{run.name}", "--policy", "draft", "--as-of",
                        "2026-03-02T00:00:00Z")  # fmt: skip
    assert told.code == 1
    assert "Could this policy be published truthfully? No: a promise is violated." in told.out
    told = project.told("evidence", "judge", f"{EVIDENCE}/{run.name}", "--policy", "draft", "--as-of",
                        "2028-03-02T00:00:00Z")  # fmt: skip
    assert told.code == 2
    assert "Could this policy be published truthfully? Not yet: a promise could not be verified." in told.out


def test_what_is_not_due_is_not_pruned(project: Project, run: Path) -> None:
    told = project.told("evidence", "prune", EVIDENCE)
    assert (told.code, told.out) == (0, "0 runs were older than evidence is kept.\n")
    assert (run / "facts.jsonl").exists()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl: apt-get install openssl")
def test_a_signed_run_is_checked_by_its_public_key(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    openssl("genpkey", "-algorithm", "ed25519", "-out", "signing.pem", folder=project.folder)
    openssl("pkey", "-in", "signing.pem", "-pubout", "-out", "public.pem", folder=project.folder)
    monkeypatch.setenv(KEY_FILE, str(project.folder / "signing.pem"))
    project.audit("--clause", "6.c", "--evidence", "kept")
    assert not (project.folder / EVIDENCE).exists()
    assert project.told("evidence", "verify", "kept", "--key", "public.pem").code == 0
    newest = json.loads((project.folder / "kept" / "chain.jsonl").read_text())["manifest"]
    assert project.told("evidence", "verify", "kept", "--newest", newest).code == 0
    assert project.told("evidence", "verify", "kept", "--newest", "0" * 64).code == 1


def readonly(project: Project, _: pytest.MonkeyPatch) -> str:
    (project.folder / "report").mkdir()
    (project.folder / "report" / "evidence").write_text("")
    return "evidence folder report/evidence cannot be written"


def unsigned(_: Project, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(KEY, "Hu55ars")
    return "no private key in PEM"


def broken(project: Project, _: pytest.MonkeyPatch) -> str:
    (project.folder / "report" / "evidence").mkdir(parents=True)
    (project.folder / "report" / "evidence" / "chain.jsonl").write_text("rubbish\n")
    return "the chain of evidence was changed there"


@pytest.mark.parametrize("trouble", [readonly, unsigned, broken], ids=lambda one: one.__name__)
def test_what_cannot_be_kept_is_told_before_anything_is_audited(
    project: Project, monkeypatch: pytest.MonkeyPatch, trouble: Callable[..., str]
) -> None:
    said = trouble(project, monkeypatch)
    before = project.files()
    told = project.audit("--clause", "6.c")
    assert told.code == 3
    assert said in told.err
    assert "Hu55ars" not in told.err
    assert project.files() == before


def test_wrong_input_leaves_no_evidence(project: Project) -> None:
    project.changed("targets/staging.yaml", "kind: sql", "kind: telepathy")
    before = project.files()
    assert project.audit().code == 3
    assert project.files() == before


def test_pytest_leaves_the_same_evidence(project: Project) -> None:
    process = project.started(PYTEST, "--target", "staging", "--clause", "6.c", "--evidence", "kept", "-q")
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, out + err
    told = project.told("evidence", "verify", "kept")
    assert told.code == 0, told.out
    (run,) = (project.folder / "kept").glob("*/manifest.json")
    assert project.told("evidence", "judge", str(run.parent)).code == 0
