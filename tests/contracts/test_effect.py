"""What a broken contract does to the findings that rest on its dataset, through the commands."""

import contextlib
import json
import pickle
import sqlite3
import subprocess
import sys
from typing import Any, cast

import jsonschema
import pytest

from clausecheck.audit import contracts
from clausecheck.audit.contracts import Contracting
from clausecheck.contracts.judging import judge_all
from clausecheck.contracts.volumes import read_volumes
from clausecheck.records.asking import Audit
from fixtures.worlds.planted import CARD, EMAIL, NAME, found_in
from tests.project import KEPT, OVERDUE, PYTEST, ROOT, TARGET, Project

AHEAD = "2100-01-01T00:00:00Z"
NAMED = "no recorded_at lies more than 24 hours after the audit (expect_column_values_to_be_in_set, 1 rows)"
HOLDS = """
  - {name: legal-holds, category: legal_holds, system: crm, table: holds, key: id, approver: a, reason: r,
     starts_at: s, review_at: v}
"""


@pytest.fixture
def agreed(project: Project) -> Project:
    """A project whose ledgers may lose no row."""
    (project.folder / "contracts").mkdir()
    (project.folder / "contracts" / "every.yaml").write_text(
        "category: every\nwhy: nothing may vanish\nvolume: {at_least_percent: 100}\n"
    )
    return project


def travelled(told: Any) -> Any:
    return pickle.loads(pickle.dumps(told))  # noqa: S301 - what was written a moment ago


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contracts run in this process, where the library is there already; what is pickled is what would travel."""

    def run(self: Contracting, audit: Audit) -> None:
        self._judged.set_result(travelled(judge_all(*travelled((audit, self.terms, read_volumes(self.report))))))

    def ask(self: Contracting) -> None:
        self._process = subprocess.Popen(["true"])
        self._process.wait()

    monkeypatch.setattr(Contracting, "ask", ask)
    monkeypatch.setattr(Contracting, "_run", run)


def finding(project: Project) -> dict[str, object]:
    (found,) = project.clause("6.c")["findings"]
    return dict(found)


def test_nothing_changes_where_nobody_asks(agreed: Project) -> None:
    agreed.rows([KEPT, KEPT])
    assert agreed.audit("--clause", "6.c").code == 0
    assert "contracts" not in agreed.report()
    assert not (agreed.folder / "report" / "contracts").exists()


def test_the_library_is_not_imported_where_nobody_asks(agreed: Project) -> None:
    told = (
        "import sys; from clausecheck.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('imported:', 'great_expectations' in sys.modules)"
    )
    command = [sys.executable, "-c", told, "audit", "--target", "staging", "--clause", "6.c"]
    done = subprocess.run(command, cwd=agreed.folder, capture_output=True, text=True, check=True)
    assert "1 promise is kept" in done.stdout
    assert "imported: False" in done.stdout


def test_a_kept_contract_leaves_a_finding_as_it_is_and_is_linked_from_the_page(agreed: Project) -> None:
    agreed.rows([KEPT, KEPT])
    assert agreed.audit("--clause", "6.c", "--contracts").code == 0
    (contract,) = agreed.report()["contracts"]
    assert (contract["outcome"], contract["rows"], contract["dataset"]) == ("honoured", 2, "communications")
    page = (agreed.folder / "report" / "index.html").read_text()
    assert f'<a href="{contract["page"]}">' in page
    assert (agreed.folder / "report" / contract["page"]).is_file()
    volumes = json.loads((agreed.folder / "report" / "contracts" / "volumes.json").read_text())
    assert volumes["targets"] == {"staging": {"communications in crm.communications": 2}}


@pytest.mark.usefixtures("here")
def test_a_broken_contract_makes_an_honoured_finding_unverified(agreed: Project) -> None:
    agreed.rows([KEPT, KEPT])
    agreed.audit("--clause", "6.c", "--contracts")
    agreed.rows([KEPT])
    assert agreed.audit("--clause", "6.c", "--contracts").code == 2
    told = finding(agreed)
    assert told["outcome"] == "unverified"
    assert "the contract of communications in crm.communications is broken: there are at least 100 %" in str(told)
    assert "expect_table_row_count_to_be_between" in str(told["message"])
    assert agreed.audit("--clause", "6.c", "--contracts").code == 2  # what is left is no new measure


@pytest.mark.usefixtures("here")
def test_a_violation_stands_and_is_warned_about(agreed: Project) -> None:
    agreed.rows([OVERDUE, AHEAD])
    assert agreed.audit("--clause", "6.c", "--contracts").code == 1
    told = finding(agreed)
    assert (told["outcome"], told["violations"]) == ("violated", 1)
    assert NAMED in str(told["warnings"])


@pytest.mark.usefixtures("here")
def test_a_finding_rests_on_the_registers_that_its_question_consulted(agreed: Project) -> None:
    agreed.target(TARGET.rstrip().replace("created_at}", "created_at, hold: hold}") + HOLDS)
    with contextlib.closing(sqlite3.connect(agreed.folder / "crm.db")) as opened, opened:
        opened.executescript("DROP TABLE communications; CREATE TABLE communications (id INTEGER, created_at TEXT,"
                             " hold TEXT); CREATE TABLE holds (id TEXT, a TEXT, r TEXT, s TEXT, v TEXT)")  # fmt: skip
        opened.executemany("INSERT INTO communications (id, created_at, hold) VALUES (1, ?, ?)", [(KEPT, None)])
        opened.executemany("INSERT INTO holds VALUES (?, 'x', 'y', ?, '2027-01-01')", [("h1", KEPT), ("h1", KEPT)])
    assert agreed.audit("--clause", "6.c", "--contracts").code == 2
    assert "the contract of legal-holds in crm.holds is broken: no key stands twice" in str(finding(agreed)["message"])


@pytest.mark.usefixtures("here")
def test_a_target_may_ask_for_contracts(agreed: Project) -> None:
    agreed.target("contracts: true\n" + TARGET)
    agreed.rows([KEPT, AHEAD])
    assert agreed.audit("--clause", "6.c").code == 2
    assert agreed.report()["contracts"][0]["outcome"] == "violated"


@pytest.mark.usefixtures("here")
def test_pytest_tells_the_same(agreed: Project) -> None:
    agreed.rows([KEPT, KEPT])
    agreed.audit("--clause", "6.c", "--contracts")
    agreed.rows([KEPT])
    process = agreed.started(PYTEST, "--target", "staging", "--clause", "6.c", "--contracts")
    out, err = process.communicate(timeout=300)
    assert process.returncode == 2, out + err
    assert "1 error" in out
    assert finding(agreed)["outcome"] == "unverified"


def test_a_wrong_file_stops_the_audit_where_contracts_are_asked_for(agreed: Project) -> None:
    wrong = agreed.folder / "contracts" / "wrong.yaml"
    wrong.write_text("category: peple\nwhy: nobody knows it\n")
    told = agreed.audit("--clause", "6.c", "--contracts")
    assert told.code == 3
    assert "wrong.yaml:1" in told.err
    assert not (agreed.folder / "report").exists()


def test_no_value_is_in_anything_that_a_run_writes(agreed: Project, here: None) -> None:
    agreed.target(TARGET.replace("key: id,", "key: id, subject: person,"))
    with contextlib.closing(sqlite3.connect(agreed.folder / "crm.db")) as opened, opened:
        opened.execute("DROP TABLE communications")
        opened.execute("CREATE TABLE communications (id TEXT, person TEXT, created_at TEXT)")
        rows = [(EMAIL, NAME, AHEAD), (EMAIL, CARD, CARD), (None, EMAIL, KEPT)]
        opened.executemany("INSERT INTO communications VALUES (?, ?, ?)", rows)
    told = agreed.audit("--contracts")
    (contract,) = agreed.report()["contracts"]
    assert sum(one["outcome"] == "violated" for one in contract["expectations"]) == 4
    written = [path for path in (agreed.folder / "report").rglob("*") if path.is_file()]
    assert any("evidence" in path.parts for path in written)
    assert not found_in(told.out + told.err + "".join(path.read_text() for path in written))


def test_a_process_that_ends_without_telling_leaves_nothing_green(
    agreed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contracts, "_PROCESS", ("false",))
    assert agreed.audit("--clause", "6.c", "--contracts").code == 4
    assert "ended without telling" in str(finding(agreed)["message"])


@pytest.mark.usefixtures("here")
def test_the_report_satisfies_its_schema(agreed: Project) -> None:
    agreed.rows([KEPT, AHEAD])
    agreed.audit("--clause", "6.c", "--contracts")
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text())
    jsonschema.validate(agreed.report(), schema)
    named = schema["$defs"]["contract"]["properties"]
    (contract,) = agreed.report()["contracts"]
    assert contract.keys() == named.keys()
    assert contract["expectations"][0].keys() == named["expectations"]["items"]["properties"].keys()


def test_what_still_runs_when_the_audit_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contracts, "_PROCESS", ("sleep", "600"))
    for started in (False, True):
        contracting = Contracting(terms={})
        contracting.ask()
        process = contracting._process
        assert process is not None
        if started:
            monkeypatch.setattr(pickle, "dumps", lambda _question: b"")
            contracting.start(cast("Audit", None))
        contracting.stop()
        assert process.wait(10) != 0
        assert contracting.results(wait=started) == ()
