"""pgBackRest itself: two full backups of a running PostgreSQL, listed by the program and read from its answer."""

import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from clausecheck.connectors.backups import FACTS
from clausecheck.connectors.protocol import Context
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System
from fixtures.worlds.servers.processes import Missing, answering, folder_of, free_port, process_of, program, run

QUICK = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "wal_level=replica", "archive_mode=on")


@pytest.fixture(scope="module")
def repository() -> Iterator[Path]:
    """The configuration of a stanza `crm` with two full backups, encrypted, two of which are kept."""
    try:
        pgbackrest, initdb = program("pgbackrest", "pgbackrest"), program("initdb", "postgresql")
        postgres = program("postgres", "postgresql")
    except Missing as missing:
        pytest.skip(str(missing))
    with folder_of("postgres") as (folder, user):
        run([initdb, "-D", folder / "data", "-U", "owner", "-A", "trust", "--no-sync"], user)
        config, port = folder / "pgbackrest.conf", free_port()
        config.write_text(
            f"[global]\nrepo1-path={folder}/repo\nrepo1-cipher-type=aes-256-cbc\nrepo1-cipher-pass=of-nobody\n"
            f"repo1-retention-full=2\nlog-level-file=off\nlock-path={folder}/lock\nspool-path={folder}/spool\n"
            f"start-fast=y\n[crm]\npg1-path={folder}/data\npg1-port={port}\npg1-socket-path={folder}\npg1-user=owner\n"
        )
        push = f"archive_command={pgbackrest} --config={config} --stanza=crm archive-push %p"
        here = ("listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", f"port={port}")
        options = [part for setting in (*QUICK, push, *here) for part in ("-c", setting)]
        with process_of([postgres, "-D", folder / "data", *options], user, folder, signal.SIGINT) as process:
            engine = sa.create_engine(f"postgresql+psycopg://owner@127.0.0.1:{port}/postgres")
            answering(lambda: engine.connect().close(), process, folder)
            engine.dispose()
            backup = [pgbackrest, f"--config={config}", "--stanza=crm"]
            for last in (["stanza-create"], ["--type=full", "backup"], ["--type=full", "backup"]):
                run([*backup, *last], user)
            yield config


def read(fact: str, config: Path, **settings: object) -> Population[Any]:
    told = {"tool": "pgbackrest", "protects": {"crm": "crm"}, "config": str(config), "apart": "elsewhere", **settings}
    now = datetime.now(UTC)
    context = Context(as_of=now, clock=now, pseudonyms=Pseudonyms.from_environment(), time_zone="UTC")
    population: Population[Any] = FACTS[fact](System(name="nightly", kind="backups", settings=told), context)
    return population


def test_the_program_is_asked_where_no_answer_was_written_down(repository: Path) -> None:
    backups = read("backups", repository)
    assert [one.of for one in backups] == ["crm", "crm"]
    assert all(one.encrypted and one.algorithm == "AES-256" and not one.unsure and not one.untold for one in backups)
    now = datetime.now(UTC)
    assert all(now - timedelta(minutes=5) < one.taken_at <= now for one in backups)
    assert all(one.expires_at and one.expires_at > one.taken_at for one in backups)


def test_what_it_printed_reads_the_same_from_a_file(repository: Path, tmp_path: Path) -> None:
    command = ["pgbackrest", f"--config={repository}", "--output=json", "info"]
    answer = tmp_path / "info.json"
    answer.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
    assert read("protected", repository, info=str(answer)) == read("protected", repository)


def test_a_repository_that_cannot_be_opened_is_no_empty_list(repository: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.conf"
    wrong.write_text(repository.read_text().replace("of-nobody", "wrong-password"))
    assert told_of(wrong) in ("no JSON that can be read", "stanza crm")


def told_of(config: Path) -> str:
    """What is unreadable; what pgBackRest prints of a repository that it cannot open may even be no JSON."""
    try:
        found = read("backups", config)
    except CannotVerify as refused:
        return "no JSON that can be read" if "no JSON that can be read" in refused.reason else refused.reason
    return "" if found else ", ".join(one.what for one in found.unreadable)
