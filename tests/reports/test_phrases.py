from dataclasses import replace

import pytest

from clausecheck.model import Basis, Outcome
from clausecheck.reports import phrases
from tests.reports.sample import ADMINISTRATORS, ATTESTED, HOLDS, LATE, UNREACHED, WAIVED, clause, heading, sample_run


def test_verdict_tells_the_worst_first() -> None:
    assert phrases.verdict(sample_run()) == (
        "2 promises are broken, 3 could not be verified, 1 is broken under a waiver, "
        "1 rests on a signed statement, 1 is kept."
    )


def test_verdict_where_all_are_alike() -> None:
    honoured = (clause("6", "Holds", HOLDS), clause("6.a", "Accounts", HOLDS))
    assert phrases.verdict(sample_run(clauses=honoured)) == "All 2 promises are kept."
    assert phrases.verdict(sample_run(clauses=honoured[:1])) == "1 promise is kept."


def test_verdict_where_nothing_was_audited() -> None:
    assert phrases.verdict(sample_run(clauses=(heading("1", "What we collect"),))) == "No promise was audited."


def test_clause_that_obliges_and_has_no_finding_is_unverified() -> None:
    assert clause("1.1.b", "Never looked at").outcome is Outcome.UNVERIFIED


@pytest.mark.parametrize(
    ("system", "resource", "expected"),
    [
        ("crm", "crm.communications", "crm.communications"),
        ("cloud", "backup", "cloud: backup"),
        ("crm", "", "crm"),
        ("crm", "crm", "crm"),
        ("", "", ""),
    ],
)
def test_place(system: str, resource: str, expected: str) -> None:
    assert phrases.place(replace(LATE, system=system, resource=resource)) == expected


def test_examined_never_says_all_where_some_could_not_be_read() -> None:
    assert phrases.examined(LATE) == "84,120 of 84,120 communication records examined"
    assert phrases.examined(ADMINISTRATORS) == "23 administrators examined"
    assert phrases.examined(UNREACHED) == "Nothing was examined"


def test_each_count_apart_is_told_where_it_is_not_zero() -> None:
    assert list(phrases.apart(HOLDS)) == []
    assert [part.split()[0] for part in phrases.apart(LATE)] == ["7", "41", "112"]
    assert list(phrases.apart(ADMINISTRATORS)) == ["3 could not be read in full"]


def test_found_stands_without_its_numbers() -> None:
    assert phrases.found(LATE) == "kept too long"
    assert phrases.found(WAIVED) == "not encrypted"
    assert phrases.of_how_many(LATE) == "1,234 of 84,120 communication records"


def test_told_leaves_the_remedy_out() -> None:
    assert phrases.told(UNREACHED) == "Nobody could tell: the archive did not answer."


def test_terms_are_spoken() -> None:
    assert phrases.term("P5Y") == "5 years"
    assert phrases.term("recorded_at") == "recorded at"
    assert phrases.term("AES-256") == "AES-256"


def test_basis_says_who_stands_for_the_number() -> None:
    assert phrases.basis(LATE) == "the published policy"
    assert phrases.basis(ATTESTED) == "a law: a statute"
    assert phrases.basis(HOLDS).endswith("not approved by anybody yet")
    assert phrases.basis(replace(HOLDS, basis=Basis.COMPANY, approved_by="legal")).endswith("approved by legal")


def test_tally_leaves_informative_clauses_out_unless_all_are() -> None:
    assert phrases.tally(sample_run().clauses)[-1] == (Outcome.HONOURED, 1)
    assert phrases.tally((heading("1", "A"), heading("1.1", "B"))) == ((Outcome.INFORMATIVE, 2),)
