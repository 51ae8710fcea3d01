"""`pytest checks`: what each outcome is in pytest, and which exit code the audit has."""

import re
from collections.abc import Callable

import pytest

from tests.project import KEPT, OVERDUE, TARGET, Project, Told

pytest_plugins = ["pytester"]
Pytested = Callable[..., Told]
PLANTED = "Ottoline Quibbleton-Marsh"
TEST = "test_records_leave_on_time[6.c-communications-crm]"
BAD_INPUT = [
    (("--target", "stagging"), "did you mean 'staging'"),
    (("--clause", "99"), "no clause '99'"),
    (("--as-of", "2026-03-01"), "names no time zone"),
    (("--fail-on", "anything"), "--fail-on anything"),
    (("--report", "pyproject.toml"), "the report folder pyproject.toml cannot be written"),
]


def test_honoured_passes(project: Project, pytested: Pytested) -> None:
    told = pytested("--clause", "6.c", "-v")
    assert told.code == 0
    assert re.search(rf"{re.escape(TEST)} PASSED", told.out)
    assert project.report()["run"]["complete"] is True
    assert project.clause("6.c")["outcome"] == "honoured"


def test_violated_fails_and_its_message_is_all_that_is_shown(project: Project, pytested: Pytested) -> None:
    project.rows([KEPT, OVERDUE])
    told = pytested("--clause", "6.c", "-vv", "--tb=long", "--showlocals")
    assert told.code == 1
    assert f"FAILED checks/retention/test_records_leave_on_time.py::{TEST}" in told.out
    assert "1 of 2 communication records" in told.out
    assert "Traceback" not in told.out
    assert "overdue    =" not in told.out
    assert "raise Violation" not in told.out


def test_no_source_is_read_for_a_traceback_that_nobody_sees(
    project: Project, pytested: Pytested, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading it fails in Python 3.11 where another thread reads one too, and would end the whole run."""

    def unreadable(*_args: object) -> None:
        raise SystemError("AST constructor recursion depth mismatch")

    project.rows([KEPT, OVERDUE])
    with monkeypatch.context() as patched:
        patched.setattr("_pytest._code.code.getstatementrange_ast", unreadable)
        told = pytested("--clause", "6", "--tb=long", "--showlocals")
    assert told.code == 1
    assert project.report()["run"]["complete"] is True


def test_unverified_is_an_error_of_the_set_up_with_reason_and_remedy(project: Project, pytested: Pytested) -> None:
    project.target(TARGET.replace("table: communications", "table: gone"))
    told = pytested("--clause", "6.c", "-l")
    assert told.code == 2
    assert f"ERROR at setup of {TEST}" in told.out
    assert "no table or view gone" in told.out
    assert "correct the dataset's table" in told.out
    assert "1 error" in told.out
    assert pytested("--clause", "6.c", "--fail-on", "violated").code == 0


def test_an_empty_population_is_an_error_of_the_set_up(project: Project, pytested: Pytested) -> None:
    project.rows([])
    told = pytested("--clause", "6.c")
    assert told.code == 2
    assert f"ERROR at setup of {TEST}" in told.out


def test_what_a_body_cannot_tell_is_an_error_of_the_set_up(project: Project, pytested: Pytested) -> None:
    project.check("from clausecheck.errors import CannotVerify; raise CannotVerify('a reason', remedy='a remedy')")
    told = pytested("--clause", "6.c")
    assert told.code == 2
    assert f"ERROR at setup of {TEST}" in told.out
    assert "Nobody could tell: a reason." in told.out
    assert "remedy" in told.out


@pytest.mark.parametrize("body", ["raise ZeroDivisionError({})", "pytest.skip({})", "pytest.exit({}, returncode=0)"])
def test_a_crash_is_exit_4_and_shows_no_value(project: Project, pytested: Pytested, body: str) -> None:
    project.check("planted = records; " + body.format(repr(PLANTED)))
    told = pytested("-vv", "--tb=long", "--showlocals", "-rA")
    assert told.code == 4
    assert PLANTED not in told.out + told.err
    assert f"ERROR at setup of {TEST}" in told.out
    assert "the check itself failed" in told.out
    assert project.report()["run"]["complete"] is True


def test_a_check_that_asks_for_an_unknown_fact_names_both_sides(project: Project, pytested: Pytested) -> None:
    project.changed("checks/rights/test_opt_outs_last.py", "(records: Records)", "(recrods: Records)")
    told = pytested("--clause", "5.4.a", "--clause", "6.c")
    assert told.code == 4
    assert "opt_outs_last asks for recrods; it may ask for one of: records, administrators, stores" in told.out
    assert project.clause("6.c")["outcome"] == "honoured"


@pytest.mark.parametrize(("arguments", "phrase"), BAD_INPUT)
def test_wrong_input_is_exit_3_and_writes_nothing(
    project: Project, pytested: Pytested, arguments: tuple[str, str], phrase: str
) -> None:
    before = project.files()
    told = pytested(*arguments)
    assert told.code == 3
    assert phrase in told.err
    assert "Traceback" not in told.out + told.err
    assert project.files() == before


def test_a_wrong_policy_and_a_broken_check_are_exit_3(project: Project, pytested: Pytested) -> None:
    project.changed(
        "checks/rights/test_opt_outs_last.py", "import pytest\n", f"import pytest\nraise KeyError({PLANTED!r})\n"
    )
    told = pytested()
    assert told.code == 3
    assert "test_opt_outs_last.py:4: cannot be imported (KeyError)" in told.err
    project.changed("policy/sections/06-how-long-we-keep-it.yaml", "period: P5Y", "period: 5 yeers")
    told = pytested("--collect-only")
    assert told.code == 3
    assert "5 yeers" in told.err


def test_a_node_id_that_names_no_test_is_exit_3_and_writes_nothing(project: Project, pytested: Pytested) -> None:
    before = project.files()
    told = pytested(paths=("checks/retention/test_records_leave_on_time.py::test_records_leave_on_time[6.z]",))
    assert told.code == 3
    assert "not found: " in told.err
    assert project.files() == before


def test_a_test_beside_the_checks_that_fails_is_not_drowned(project: Project, pytested: Pytested) -> None:
    (project.folder / "checks" / "test_beside.py").write_text("def test_beside():\n    assert False\n")
    assert pytested("--clause", "6.c").code == 4
    (project.folder / "checks" / "test_beside.py").write_text("import nothing_of_the_kind\n")
    assert pytested("--clause", "6.c", "--fail-on", "violated").code in {3, 4}


def test_the_policy_is_summed_up_below(project: Project, pytested: Pytested) -> None:
    project.rows([OVERDUE])
    told = pytested("--clause", "6")
    summed = told.out.partition("privacy policy, clause by clause")[2]
    assert summed
    ids = re.findall(r"^\S+ \w+ +(6(?:\.\w)?) ", summed, re.MULTILINE)
    assert ids == ["6", "6.a", "6.b", "6.c", "6.d", "6.e", "6.f"]


def test_processes_do_not_share_an_audit(project: Project, pytested: Pytested) -> None:
    pytest.importorskip("xdist", reason="pip install pytest-xdist")
    before = project.files()
    told = pytested("-n", "1")
    assert told.code != 0
    assert project.files() == before
