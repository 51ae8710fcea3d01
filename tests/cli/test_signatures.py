"""`clausecheck sign` and `clausecheck reveal`, the latter on a real terminal."""

import sqlite3
import subprocess
from contextlib import closing

import pytest

from clausecheck.history.keeping import Ledger
from tests.project import COMMAND, OVERDUE, Project, on_terminal

PLACE = ".clausecheck/history.sqlite"
SIGN = ("--name", "Ada Lovelace", "--role", "data protection officer")
DECIDED = ("--decide", "6.c 2999-01-01 Delete the old tickets.")


@pytest.fixture
def run_id(project: Project, monkeypatch: pytest.MonkeyPatch) -> str:
    """A recorded run in which two tickets are too old."""
    monkeypatch.delenv("CLAUSECHECK_HISTORY")
    project.rows([OVERDUE, OVERDUE])
    assert project.audit("--clause", "6.c").code == 1
    return str(project.report()["run"]["id"])


def test_a_signed_page_tells_name_role_and_decisions(project: Project, run_id: str) -> None:
    before = project.clause("6.c")
    told = project.told("sign", run_id, *SIGN, *DECIDED)
    assert (told.code, told.err) == (0, "")
    page = (project.folder / "report" / "index.html").read_text()
    assert all(part in page for part in ("Ada Lovelace", "data protection officer", "Delete the old tickets."))
    sign_off = project.report()["sign_off"]
    assert sign_off["decisions"] == [{"clause": "6.c", "decision": "Delete the old tickets.", "due": "2999-01-01"}]
    assert project.clause("6.c") == before


def test_a_file_may_hold_the_decisions(project: Project, run_id: str) -> None:
    (project.folder / "decisions.yaml").write_text(
        "name: Ada Lovelace\nrole: dpo\ndecisions:\n  - {clause: 6.c, due: 2999-01-01, decision: Delete them.}\n"
    )
    assert project.told("sign", run_id[:22], "--decisions", "decisions.yaml").code == 0
    assert project.report()["sign_off"]["role"] == "dpo"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (SIGN, "clause 6.c: is not kept, and has no decision"),
        ((*SIGN, "--decide", "6.c 2020-01-01 Late."), "which has passed"),
        ((*SIGN, "--decide", "6.c"), "write clause, day and decision"),
        (DECIDED, "the name is empty"),
        ((*SIGN, "--decisions", "wrong.yaml"), "a list of {clause, decision, due}"),
        ((*SIGN, "--decisions", "stranger.yaml"), "is none of name, role and decisions"),
    ],
)
def test_what_is_missing_or_wrong_signs_nothing(
    project: Project, run_id: str, arguments: tuple[str, ...], why: str
) -> None:
    (project.folder / "wrong.yaml").write_text("decisions: {6.c: Delete them.}\n")
    (project.folder / "stranger.yaml").write_text("signed: me\n")
    told = project.told("sign", run_id, *arguments)
    assert (told.code, why in told.err) == (3, True), told.err
    assert "sign_off" not in project.report()
    assert project.told("history").code == 0


def test_the_reports_of_another_run_are_left_alone(project: Project, run_id: str) -> None:
    project.audit("--clause", "6.c")
    other = (project.folder / "report" / "report.json").read_bytes()
    told = project.told("sign", run_id, *SIGN, *DECIDED)
    assert (told.code, f"not of {run_id}" in told.err) == (3, True)
    assert (project.folder / "report" / "report.json").read_bytes() == other
    assert project.told("sign", run_id, *SIGN, *DECIDED, "--report", "signed").code == 0
    assert project.report("signed")["run"]["id"] == run_id


def revealed(project: Project) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(project.folder / PLACE)) as history:
        return list(history.execute('SELECT finding, "by", shown FROM reveals'))


def test_a_missing_decision_is_asked_for_on_a_terminal(project: Project, run_id: str) -> None:
    code, shown = on_terminal(project.folder, "sign", run_id, typed="Ada\ndpo\nDelete them.\n2999-01-01\n")
    assert code == 0, shown
    assert project.report()["sign_off"]["name"] == "Ada"


def test_keys_are_listed_on_a_terminal_and_the_history_keeps_that_they_were(project: Project, run_id: str) -> None:
    with closing(sqlite3.connect(project.folder / "crm.db")) as database, database:
        database.execute("UPDATE communications SET id = id + 70210")
    code, shown = on_terminal(project.folder, "reveal", run_id, "communications", "--limit", "1", typed="y\n")
    assert code == 0, shown
    assert "70211" in shown
    assert "70212" not in shown
    assert "1 rows; there are more." in shown
    ((finding, by, number),) = revealed(project)
    assert (finding, bool(by), number) == ("records_leave_on_time[6.c-communications-crm]", True, 1)
    kept = b"".join(path.read_bytes() for path in (project.folder / ".clausecheck").iterdir())
    assert b"70211" not in kept


def test_nobody_is_shown_anything_without_agreeing(project: Project, run_id: str) -> None:
    code, shown = on_terminal(project.folder, "reveal", run_id, "communications", typed="n\n")
    assert (code, "nothing was shown" in shown) == (3, True)
    assert revealed(project) == []


def test_keys_go_into_no_pipe(project: Project, run_id: str) -> None:
    process = subprocess.run(
        [*COMMAND, "reveal", run_id, "communications"], cwd=project.folder, capture_output=True, input="y\n", text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert (process.returncode, process.stdout) == (3, "")
    assert "on a terminal only" in process.stderr
    assert revealed(project) == []


def test_what_has_nobody_to_list_is_told(project: Project, run_id: str) -> None:
    code, shown = on_terminal(project.folder, "reveal", run_id, "nonsense", typed="y\n")
    assert (code, "has no finding 'nonsense'" in shown) == (3, True)
    with Ledger.at(PLACE, project.folder) as ledger:
        assert ledger.lines()[0].id == run_id
