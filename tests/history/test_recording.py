"""From both ways into an audit: compared, recorded, and no verdict lost to a history that fails."""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from clausecheck.history.keeping import Ledger
from tests.project import AS_OF, KEPT, OVERDUE, PYTEST, TARGET, Project

CLAUSE = ("--clause", "6.c")
PLACE = ".clausecheck/history.sqlite"


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLAUSECHECK_HISTORY")


def ledger(project: Project, place: str = PLACE) -> Ledger:
    return Ledger.at(place, project.folder, making=False)


def by_pytest(project: Project, *arguments: str) -> tuple[int, str]:
    command = (*PYTEST, "--target", "staging", "--as-of", AS_OF, *CLAUSE, "-q", *arguments)
    process = project.started(command)
    out, err = process.communicate(timeout=120)
    return process.returncode, out + err


def test_an_audit_is_recorded_beside_the_project_and_out_of_git(project: Project) -> None:
    project.audit(*CLAUSE)
    project.rows([OVERDUE])
    project.audit(*CLAUSE)
    with ledger(project) as opened:
        last, first = opened.lines()
        assert (last.target, last.complete, last.selection) == ("staging", True, ("6.c",))
        assert first.id == project.report()["history"]["previous"]
    (finding,) = project.clause("6.c")["findings"]
    assert (finding["seen"]["before"], finding["seen"]["runs"]) == ("honoured", 1)
    assert (project.folder / ".clausecheck" / ".gitignore").is_file()


def test_pytest_and_the_command_share_one_history(project: Project) -> None:
    project.rows([OVERDUE])
    project.audit(*CLAUSE)
    code, told = by_pytest(project, "--fail-on", "new")
    assert code == 0, told
    assert project.clause("6.c")["seen"]["runs"] == 2
    project.rows([])
    code, told = by_pytest(project, "--fail-on", "new")
    assert code == 1, told


def test_new_is_what_the_run_before_did_not_have(project: Project) -> None:
    gate = (*CLAUSE, "--fail-on", "new")
    project.rows([OVERDUE])
    assert project.audit(*gate).code == 1, "without an earlier run everything is new"
    assert project.audit(*gate).code == 0
    project.rows([])
    assert project.audit(*gate).code == 1, "lost from sight"
    assert project.audit(*gate).code == 0
    project.rows([KEPT])
    assert project.audit(*gate).code == 0
    project.target(TARGET.replace("table: communications", "table: gone"))
    assert project.audit(*gate).code == 1


def test_an_audit_without_history_leaves_none(project: Project) -> None:
    assert project.audit(*CLAUSE, "--no-history").code == 0
    assert PLACE not in project.files()
    assert "history" not in project.report()
    assert by_pytest(project, "--no-history")[0] == 0
    assert PLACE not in project.files()


def test_listing_tests_records_nothing(project: Project) -> None:
    assert by_pytest(project, "--collect-only")[0] == 0
    assert PLACE not in project.files()


def test_new_needs_a_history(project: Project) -> None:
    told = project.audit(*CLAUSE, "--no-history", "--fail-on", "new")
    assert told.code == 3
    assert "--fail-on new compares with earlier runs and needs a history: it is switched off" in told.err


def test_the_target_may_name_its_history_and_the_environment_outweighs_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.target(TARGET + "history: kept/runs.sqlite\n")
    project.audit(*CLAUSE)
    with ledger(project, "kept/runs.sqlite") as opened:
        assert len(opened.lines()) == 1
    monkeypatch.setenv("CLAUSECHECK_HISTORY", f"sqlite:///{project.folder / 'other.sqlite'}")
    project.audit(*CLAUSE)
    assert (project.folder / "other.sqlite").is_file()
    monkeypatch.setenv("CLAUSECHECK_HISTORY", "off")
    project.target(TARGET)
    project.audit(*CLAUSE)
    assert PLACE not in project.files()


def test_a_password_written_out_in_its_address_is_refused(project: Project) -> None:
    project.target(TARGET + 'history: "postgresql://u:Hu55ars@127.0.0.1/h"\n')
    told = project.audit(*CLAUSE)
    assert told.code == 3
    assert "history" in told.err
    assert "Hu55ars" not in told.err


def test_a_history_that_cannot_be_used_stops_before_anything_is_audited(project: Project) -> None:
    (project.folder / ".clausecheck").mkdir()
    (project.folder / PLACE).write_text("no database" * 200)
    told = project.audit(*CLAUSE)
    assert (told.code, "damaged" in told.err) == (3, True)
    assert "report" not in project.files()
    code, said = by_pytest(project)
    assert (code, "damaged" in said) == (3, True)
    assert "report" not in project.files()


def test_a_newer_history_stops_before_anything_is_audited_and_stays_as_it_is(project: Project) -> None:
    assert project.audit(*CLAUSE).code == 0
    with closing(sqlite3.connect(project.folder / PLACE)) as history, history:
        history.execute("UPDATE alembic_version SET version_num = '9999'")
    kept, files = (project.folder / PLACE).read_bytes(), project.files()
    told = project.audit(*CLAUSE)
    assert (told.code, "a newer clausecheck wrote it" in told.err) == (3, True)
    assert "Nothing was changed" in told.err
    assert project.told("history").code == 3
    assert (project.folder / PLACE).read_bytes() == kept
    assert project.files() == files


def test_a_project_that_takes_no_file_is_audited_with_a_warning(project: Project) -> None:
    (project.folder / ".clausecheck").write_text("a file in the way")
    told = project.audit(*CLAUSE)
    assert told.code == 0
    assert "this run is not in a history" in told.out
    assert "this run is not in a history" in project.report()["run"]["warnings"][0]


def test_a_place_that_was_asked_for_and_takes_no_file_is_wrong_input(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSECHECK_HISTORY", "/proc/sys/history.sqlite")
    assert project.audit(*CLAUSE).code == 3


def test_a_history_lost_meanwhile_costs_no_verdict(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from clausecheck.audit.session import Session

    judge = Session.judge

    def judged(session: Session, examination: object) -> object:
        (project.folder / PLACE).write_text("no database any more" * 200)
        return judge(session, examination)  # type: ignore[arg-type]

    monkeypatch.setattr(Session, "judge", judged)
    project.rows([OVERDUE])
    told = project.audit(*CLAUSE)
    assert told.code == 1
    assert project.clause("6.c")["outcome"] == "violated"
    assert "could not be compared with earlier runs" in told.out
    assert "this run is not in the history" in told.out


def test_a_run_that_is_killed_is_shown_as_incomplete(project: Project) -> None:
    project.check("import os; os.kill(os.getpid(), 9)")
    process = project.started(PYTEST, "--target", "staging", *CLAUSE)
    process.communicate(timeout=120)
    assert process.returncode == -9
    with ledger(project) as opened:
        (line,) = opened.lines()
        assert (line.ended, line.complete, line.finished_at) == (False, False, None)


def test_the_history_holds_no_key_of_a_record(project: Project) -> None:
    with closing(sqlite3.connect(project.folder / "crm.db")) as database, database:
        database.execute("DROP TABLE communications")
        database.execute("CREATE TABLE communications (id TEXT, created_at TEXT)")
        database.execute("INSERT INTO communications VALUES ('ottoline@example.com', ?)", [OVERDUE])
    assert project.audit(*CLAUSE).code == 1
    from clausecheck.history.storing import unpacked

    with closing(sqlite3.connect(project.folder / PLACE)) as history:
        blobs = [
            row[0] for table in ("contents", "verdicts") for row in history.execute(f"SELECT content FROM {table}")
        ]
        said = [str(unpacked(blob)) for blob in blobs] + [str(row) for row in history.execute("SELECT * FROM runs")]
    assert len(said) == 3
    assert not [text for text in said if "ottoline" in text.lower()]
    assert "record-" in said[0]


def test_two_audits_at_once_are_both_recorded(project: Project) -> None:
    reports = [Path(f"report{number}") for number in range(2)]
    started = [
        subprocess.Popen(
            [*PYTEST, "--target", "staging", "--as-of", AS_OF, *CLAUSE, "-q", "--report", report],
            cwd=project.folder, stdout=subprocess.DEVNULL,
        )
        for report in reports
    ]  # fmt: skip
    assert [process.wait(120) for process in started] == [0, 0]
    with ledger(project) as opened:
        assert [line.complete for line in opened.lines()] == [True, True]
