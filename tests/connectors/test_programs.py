"""Programs that list something: what they print is read, what they write of a failure is not."""

import stat
from pathlib import Path

import pytest

from clausecheck.connectors.programs import parsed, printed_json
from clausecheck.errors import CannotVerify, Unreachable
from clausecheck.targets.model import System
from fixtures.worlds.planted import NOTE, found_in

INSTALL = "apt-get install lists"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path / "lists"


def run(program: Path, script: str, limit: float = 20.0) -> object:
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    system = System(name="nightly", kind="backups", settings={}, time_limit=limit)
    return printed_json(system, ["lists", "all"], {"LISTS_PASSWORD": "of-nobody"}, install=INSTALL)


def test_the_secret_is_in_its_environment_and_nothing_of_ours_besides(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANOTHER_SECRET", "x")
    assert run(program, """printf '["%s", "%s"]' "$LISTS_PASSWORD" "$ANOTHER_SECRET\"""") == ["of-nobody", ""]


def test_a_failure_is_told_without_what_the_program_wrote(program: Path) -> None:
    with pytest.raises(Unreachable, match="exit code 7") as failed:
        run(program, f"echo '{NOTE}' >&2; exit 7")
    assert not found_in(f"{failed.value} {failed.value.tried} {failed.value.remedy}")


def test_one_that_hangs_costs_its_time_limit(program: Path) -> None:
    with pytest.raises(Unreachable, match=r"within 0\.2 seconds"):
        run(program, "exec sleep 30", limit=0.2)


def test_one_that_is_not_installed_names_the_line_that_installs_it(program: Path) -> None:
    with pytest.raises(CannotVerify) as missing:
        printed_json(System(name="nightly", kind="backups", settings={}), ["lists"], {}, install=INSTALL)
    assert missing.value.remedy == INSTALL


@pytest.mark.parametrize("text", [b"", b"no json", b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(CannotVerify, match="no JSON"):
        parsed(System(name="nightly", kind="backups", settings={}), text, "what it printed")
