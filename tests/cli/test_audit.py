"""`clausecheck audit`: its exit codes, and what it leaves behind."""

import subprocess

import pytest

from tests.project import COMMAND, KEPT, OVERDUE, TARGET, Project

PLANTED = "Ottoline Quibbleton-Marsh"


def test_kept_is_0_and_writes_the_reports(project: Project) -> None:
    told = project.audit("--clause", "6.c")
    assert (told.code, told.err) == (0, "")
    assert "Communication records" in told.out
    assert {"report/index.html", "report/report.json", "report/junit.xml"} <= project.files()
    run = project.report()["run"]
    assert (run["target"], run["complete"], run["selection"]) == ("staging", True, ["6.c"])
    assert run["as_of"].startswith("2026-03-01T12:00:00")


def test_violated_is_1_and_counts_exactly(project: Project) -> None:
    project.rows([KEPT, OVERDUE, OVERDUE])
    assert project.audit("--clause", "6.c").code == 1
    (finding,) = project.clause("6.c")["findings"]
    assert (finding["check"], finding["examined"], finding["violations"]) == ("records_leave_on_time", 3, 2)
    assert finding["resource"] == "crm.communications"
    assert len(finding["examples"]) == 2


def test_unverified_is_2_and_0_where_only_violations_fail(project: Project) -> None:
    project.rows([])
    assert project.audit("--clause", "6.c").code == 2
    assert project.audit("--clause", "6.c", "--fail-on", "violated").code == 0
    (finding,) = project.clause("6.c")["findings"]
    assert finding["outcome"] == "unverified"
    assert "an empty place proves nothing" in finding["message"]
    assert finding["remedy"]


def test_violated_outweighs_fail_on(project: Project) -> None:
    project.rows([OVERDUE])
    assert project.audit("--clause", "6.c", "--fail-on", "violated").code == 1


def test_a_section_includes_its_items_and_no_other(project: Project) -> None:
    assert project.audit("--clause", "6").code == 2
    assert [one["id"] for one in project.report()["clauses"]] == ["6", "6.a", "6.b", "6.c", "6.d", "6.e", "6.f"]
    assert project.clause("6.c")["outcome"] == "honoured"
    (finding,) = project.clause("6.f")["findings"][:1]
    assert "maps nothing" in finding["message"]
    assert "financial_records" in finding["remedy"]


def test_clauses_may_be_named_several_times(project: Project) -> None:
    project.audit("--clause", "6.c", "--clause", "6.c", "--clause", "1.1.a")
    assert [one["id"] for one in project.report()["clauses"]] == ["1.1.a", "6.c"]


def test_every_clause_is_in_the_report_of_a_whole_audit(project: Project) -> None:
    project.audit()
    clauses = project.report()["clauses"]
    assert len(clauses) == 121
    assert sum(project.report()["totals"].values()) == 121
    assert all(one["findings"] for one in clauses if one["outcome"] != "informative")


UNVERIFIED = {
    "a missing table": (("table: communications", "table: gone"), "no table or view gone"),
    "a missing column": (("recorded_at: created_at", "recorded_at: made_at"), "no column made_at"),
    "a database that is not there": (("crm.db", "none.db"), "no database file there that could be opened"),
    "no database": (("sqlite:///crm.db", "sqlite:///pyproject.toml"), "is not an SQLite database"),
    "a refused port": (("sqlite:///crm.db", "postgresql://u@127.0.0.1:1/d"), "connection refused"),
    "an unknown scheme": (("sqlite:///crm.db", "oracle://u@127.0.0.1/d"), "no database driver is known"),
    "a kind without a connector": (('kind: sql, url: "sqlite:///crm.db"', 'kind: ldap, url: "ldap://127.0.0.1"'), ""),
}  # fmt: skip


@pytest.mark.parametrize("case", UNVERIFIED)
def test_what_cannot_be_read_is_unverified_with_reason_and_remedy(project: Project, case: str) -> None:
    (old, new), phrase = UNVERIFIED[case]
    assert old in TARGET
    project.target(TARGET.replace(old, new))
    told = project.audit("--clause", "6.c")
    assert told.code == 2, told
    (finding,) = project.clause("6.c")["findings"]
    assert finding["outcome"] == "unverified"
    assert phrase in finding["message"]
    assert finding["remedy"], finding["message"]


def test_values_that_are_no_dates_do_not_decide_and_are_not_shown(project: Project) -> None:
    project.rows([KEPT, PLANTED])
    told = project.audit("--clause", "6.c")
    assert told.code == 2
    (finding,) = project.clause("6.c")["findings"]
    assert (finding["undecidable"], finding["violations"]) == (1, 0)
    assert PLANTED not in str(told) + str(project.report())


def test_a_missing_driver_says_which_extra_brings_it(project: Project) -> None:
    (project.folder / "psycopg.py").write_text("raise ModuleNotFoundError('psycopg', name='psycopg')\n")
    project.target(TARGET.replace("sqlite:///crm.db", "postgresql://u@127.0.0.1:1/d"))
    command = [*COMMAND, "audit", "--target", "staging", "--clause", "6.c"]
    told = subprocess.run(command, cwd=project.folder, capture_output=True, text=True, check=False)
    assert told.returncode == 2, told.stderr
    (finding,) = project.clause("6.c")["findings"]
    assert "psycopg" in finding["message"]
    assert "clausecheck[postgres]" in finding["remedy"]


CRASHES = {
    "an error": f"raise ZeroDivisionError({PLANTED!r})",
    "an error of the same text, chained": f"raise ValueError({PLANTED!r}) from KeyError({PLANTED!r})",
    "an end of the process": f"raise SystemExit({PLANTED!r})",
    "a skip": f"pytest.skip({PLANTED!r})",
    "a pass by exit": f"pytest.exit({PLANTED!r}, returncode=0)",
    "offenders without a label": "raise Violation(promised='', found='', offenders=[object()], remedy='')",
}


@pytest.mark.parametrize("case", CRASHES)
def test_a_check_that_crashes_costs_its_own_finding_and_exits_4(project: Project, case: str) -> None:
    project.check(CRASHES[case])
    told = project.audit("--clause", "6.c", "--clause", "5.4.a")
    assert told.code == 4, told
    (finding,) = project.clause("6.c")["findings"]
    assert finding["outcome"] == "unverified"
    assert "the check itself failed" in finding["message"]
    assert project.report()["run"]["complete"] is True
    assert PLANTED not in str(told) + str(project.report()) + (project.folder / "report" / "index.html").read_text()


def test_a_check_that_asks_for_an_unknown_fact_names_both_sides(project: Project) -> None:
    project.changed("checks/rights/test_opt_outs_last.py", "(records: Records)", "(recrods: Records)")
    told = project.audit("--clause", "5.4.a", "--clause", "6.c")
    assert told.code == 4
    findings = {one["check"]: one for one in project.clause("5.4.a")["findings"]}
    message = findings["opt_outs_last"]["message"]
    assert "opt_outs_last asks for recrods" in message
    assert "records, administrators, stores" in message
    assert project.clause("6.c")["outcome"] == "honoured"


def test_a_check_needs_no_annotations(project: Project) -> None:
    path = "checks/retention/test_records_leave_on_time.py"
    project.changed(path, "obligation: Retention, records: Records", "obligation, records")
    project.rows([OVERDUE])
    assert project.audit("--clause", "6.c").code == 1


def test_page_is_written_in_the_language_asked_for_and_an_unknown_one_is_3(project: Project) -> None:
    assert project.audit("--clause", "6.c", "--language", "de").code == 0
    assert '<html lang="de">' in (project.folder / "report" / "index.html").read_text(encoding="utf-8")
    told = project.audit("--clause", "6.c", "--language", "fr")
    assert told.code == 3
    assert "there is no catalogue of that language; there are de, en" in told.err
