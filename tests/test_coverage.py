"""The coverage ledger: no clause is a blank, and the share may only rise."""

import json
from pathlib import Path

import pytest

from clausecheck.coverage import Coverage, Covered, Duty, Ledger, ledger, terms_read
from clausecheck.model import Clause, Severity
from tests.project import ROOT, Project


def covered(*duties: Duty, id_: str = "1") -> Covered:
    clause = Clause(id=id_, title="t", promise="p", severity=Severity.LOW, owner="dpo")
    return Covered(clause=clause, duties=duties)


CHECKED = Duty(kind="a", check="a_is_kept")
STATED = Duty(kind="b", statement="It is so.")
WAITING = Duty(kind="c", waits_for="A connector.")


@pytest.mark.parametrize(
    ("duties", "coverage"),
    [
        ((), Coverage.INFORMATIVE),
        ((CHECKED,), Coverage.AUTOMATED),
        ((CHECKED, CHECKED), Coverage.AUTOMATED),
        ((STATED,), Coverage.ATTESTED),
        ((CHECKED, STATED), Coverage.ATTESTED),
        ((CHECKED, WAITING), Coverage.PARTLY),
        ((STATED, WAITING), Coverage.PARTLY),
        ((WAITING,), Coverage.NOT_YET),
    ],
)
def test_a_clause_is_as_covered_as_the_least_of_it(duties: tuple[Duty, ...], coverage: Coverage) -> None:
    assert covered(*duties).coverage is coverage


def test_the_share_never_claims_too_much() -> None:
    waiting, kept = covered(WAITING), covered(CHECKED)
    assert Ledger((kept, kept, waiting)).share == 66.6
    assert Ledger((kept,) * 1999 + (waiting,)).share == 99.9
    assert Ledger((kept,)).share == 100.0


def test_every_clause_is_there_and_none_is_a_blank() -> None:
    told = ledger(ROOT)
    assert len(told.clauses) == 121
    assert sum(told.totals.values()) == 121
    for one in told.clauses:
        assert one.duties or one.clause.informative, f"{one.clause.id} is a blank"
        for duty in one.duties:
            assert duty.check or duty.statement or duty.waits_for, f"{one.clause.id} {duty.kind} is a blank"
            assert not duty.check or (duty.scenarios and duty.seen_to_fail), f"{duty.check} is not proven"


@pytest.fixture
def whole(project: Project) -> Project:
    project.rows([])
    return project


def test_the_command_says_it_as_json(whole: Project) -> None:
    told = whole.told("coverage", "--json")
    assert told.code == 0
    data = json.loads(told.out)
    assert data["schema"] == "clausecheck/coverage/1"
    (clause,) = (one for one in data["clauses"] if one["id"] == "4.2.d")
    assert clause["coverage"] == "attested"
    assert clause["obligations"][0]["kind"] == "security_audit"
    assert sum(data["totals"].values()) == len(data["clauses"]) == 121


def test_a_gate_on_the_share(whole: Project) -> None:
    (check,) = (whole.folder / "checks").glob("*/test_published_policy_is_the_locked_one.py")
    check.unlink()
    share = json.loads(whole.told("coverage", "--json").out)["share"]
    assert whole.told("coverage", "--require", str(share)).code == 0
    told = whole.told("coverage", "--require", str(share + 0.1))
    assert told.code == 1
    assert f"{share} % of the clauses" in told.err
    assert whole.told("coverage", "--require", "101").code == 3


def test_a_ratchet_only_rises(whole: Project) -> None:
    file: Path = whole.folder / "checks" / "coverage.json"
    file.unlink(missing_ok=True)
    assert whole.told("coverage", "--ratchet").code == 0
    share = json.loads(file.read_text())["share"]
    for path in (whole.folder / "checks" / "security").glob("test_*.py"):
        path.unlink()
    told = whole.told("coverage", "--ratchet")
    assert told.code == 1
    assert f"{share} % are required" in told.err
    assert json.loads(file.read_text())["share"] == share
    file.write_text("{}")
    told = whole.told("coverage", "--ratchet")
    assert told.code == 3
    assert "coverage.json" in told.err


def test_the_lint_knows_which_terms_are_read() -> None:
    reads = terms_read(ROOT)
    assert reads["retention"] == {"category", "period", "anchor"}
    assert reads["penetration_test"] == {"interval"}


def test_the_lint_tells_a_term_that_nobody_reads(whole: Project) -> None:
    told = whole.told("policy", "lint")
    assert told.code == 0
    lines = [line for line in told.out.splitlines() if "no check reads followed_up_within of penetration_test" in line]
    assert len(lines) == 1
    assert "4.1.d" in lines[0]
    assert not [line for line in told.out.splitlines() if "of retention" in line and "no check reads" in line]
