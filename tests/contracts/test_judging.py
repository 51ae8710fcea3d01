"""Contracts over rows: what holds, what is broken with exact counts, and what nobody could tell."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clausecheck.contracts.terms import Terms
from clausecheck.contracts.volumes import FILE, Volumes
from clausecheck.model import ContractResult, Outcome
from clausecheck.periods import Period
from clausecheck.targets.model import System
from fixtures.worlds.planted import CARD, EMAIL, NAME, PHONE, found_in
from tests.contracts.conftest import AS_OF, Judge, broken, dataset, judged_with, of

PEOPLE = [{"id": EMAIL}, {"id": NAME}]
HOLDS = [{"id": "h1", "approver": NAME, "reason": "matter", "starts_at": "2025-01-01T00:00:00Z",
          "review_at": "2027-01-01"}]  # fmt: skip
OPENED = "2026-02-01T09:00:00-05:00"
TICKETS: list[dict[str, Any]] = [
    {"id": "1", "person": EMAIL, "opened_at": OPENED, "hold": None},
    {"id": "2", "person": NAME, "opened_at": "2026-02-02T09:00:00-05:00", "hold": "h1"},
]
CONSENT: list[dict[str, Any]] = [
    {"id": CARD, "person": EMAIL, "purpose": "news", "channel": "email", "said": "opt_in", "at": OPENED}
]
SAYS = {"status": {"opt_in": "granted", "opt_out": "withdrawn"}}
IN_SET = "expect_column_values_to_be_in_set"
UNTIL = (AS_OF + timedelta(hours=24)).isoformat()
LATER = (AS_OF + timedelta(hours=24, seconds=1)).isoformat()


def untold(result: ContractResult) -> list[str]:
    return [one.reason for one in result.expectations if one.outcome is Outcome.UNVERIFIED]


def test_sound_records_keep_their_contracts(judged: Judge, database: str) -> None:
    world = {"tickets": TICKETS, "people": PEOPLE, "holds": HOLDS, "consent": CONSENT}
    terms = {"consent_events": Terms(words={"channel": ("email", "sms")}, fresh_by="effective_at",
                                     newest_within=Period.parse("P1M"))}  # fmt: skip
    told = judged(world, dataset("tickets"), dataset("people"), dataset("holds"), dataset("consent", values=SAYS),
                  on=database, terms=terms)  # fmt: skip
    for result in told.results:
        assert (broken(result), untold(result)) == ({}, []), result
        assert result.outcome is Outcome.HONOURED
    assert [result.rows for result in told.results] == [2, 2, 1, 1]
    assert {one.role for one in of(told, "tickets").expectations} == {"key", "recorded_at", "subject", "hold"}


def test_each_broken_expectation_is_named_with_its_rows(judged: Judge, database: str) -> None:
    tickets = [
        *TICKETS,
        {"id": "2", "person": PHONE, "opened_at": UNTIL, "hold": "H1"},
        {"id": None, "person": EMAIL.upper(), "opened_at": LATER, "hold": "gone"},
        {"id": "5", "person": None, "opened_at": "9999-12-31T00:00:00Z", "hold": None},
        {"id": "6", "person": NAME, "opened_at": None, "hold": "h1"},
    ]
    consent = [*CONSENT, {**CONSENT[0], "id": PHONE, "said": "maybe", "channel": "Email"},
               {**CONSENT[0], "id": NAME, "said": None, "channel": None}]  # fmt: skip
    told = judged({"tickets": tickets, "people": PEOPLE, "holds": HOLDS, "consent": consent},
                  dataset("tickets"), dataset("people"), dataset("holds"), dataset("consent", values=SAYS),
                  on=database, terms={"consent_events": Terms(words={"channel": ("email", "sms")})})  # fmt: skip
    counts = [(one.role, one.sentence, one.unexpected) for one in of(told, "tickets").expectations
              if one.outcome is Outcome.VIOLATED]  # fmt: skip
    assert counts == [
        ("key", "every record has a key", 1),
        ("key", "no key stands twice", 2),
        ("recorded_at", "every recorded_at tells a day or moment", 1),
        ("recorded_at", "no recorded_at lies more than 24 hours after the audit", 1),
        ("subject", "every subject names a record of people", 2),
        ("hold", "every hold names a record of holds", 2),
    ]
    assert broken(of(told, "consent")) == {(IN_SET, "status"): 1, (IN_SET, "channel"): 1}
    assert of(told, "people").outcome is Outcome.HONOURED


def test_a_missing_column_and_one_of_another_type_are_named(judged: Judge, database: str) -> None:
    tickets = [{"id": "1", "person": EMAIL, "opened_at": 20260201}]
    told = judged({"tickets": tickets, "holds": HOLDS}, dataset("tickets"), dataset("holds"), on=database)
    assert broken(of(told, "tickets")) == {
        ("expect_column_to_exist", "hold"): 0,
        ("expect_column_values_to_be_in_type_list", "recorded_at"): 0,
        **({(IN_SET, "recorded_at"): 1} if database == "sqlite" else {}),
    }
    assert not untold(of(told, "tickets"))


def test_a_required_role_that_a_copy_lacks_is_missing(judged: Judge) -> None:
    told = judged({"tickets": TICKETS}, dataset("tickets", roles={"key": "id"}))
    assert broken(of(told, "tickets")) == {("expect_column_to_exist", "recorded_at"): 0}


def test_only_the_rows_of_the_dataset_count(judged: Judge, database: str) -> None:
    rows = [{**TICKETS[0], "kind": "ticket"}, {**TICKETS[0], "opened_at": LATER, "kind": "draft"},
            {**TICKETS[0], "kind": None}]  # fmt: skip
    told = judged({"tickets": rows}, dataset("tickets", where={"kind": "ticket"}), on=database)
    assert (of(told, "tickets").rows, broken(of(told, "tickets"))) == (1, {})


def test_a_ledger_that_nobody_writes_any_more_is_stale(judged: Judge, database: str) -> None:
    terms = {"communication_records": Terms(fresh_by="recorded_at", newest_within=Period.parse("P27D"))}
    sound = judged({"tickets": TICKETS}, dataset("tickets"), on=database, terms=terms)
    assert not broken(of(sound, "tickets"))
    shorter = {"communication_records": Terms(fresh_by="recorded_at", newest_within=Period.parse("P26D"))}
    stale = judged({"tickets": TICKETS}, dataset("tickets"), on=database, terms=shorter)
    assert broken(of(stale, "tickets")) == {("expect_column_max_to_be_between", "recorded_at"): 0}


def test_a_collapse_is_broken_and_is_no_new_measure(judged: Judge, database: str) -> None:
    known = "tickets in sql.tickets"
    terms = {"every": Terms(at_least_percent=50)}
    for last, holds in ((4, True), (5, False)):
        volumes = Volumes(targets={"world": {known: last}, "other": {known: 9}})
        told = judged({"tickets": TICKETS}, dataset("tickets"), on=database, terms=terms, volumes=volumes)
        result = of(told, "tickets")
        assert broken(result) == ({} if holds else {("expect_table_row_count_to_be_between", ""): 0})
        assert f'"{known}": {2 if holds else last}' in told.files[FILE]
        assert f'"{known}": 9' in told.files[FILE]


def test_without_an_earlier_run_the_volume_is_said_not_to_be_looked_at(judged: Judge) -> None:
    result = of(
        judged({"tickets": TICKETS}, dataset("tickets"), terms={"every": Terms(at_least_percent=50)}), "tickets"
    )
    assert result.outcome is Outcome.HONOURED
    assert "volume is not looked at: there is no earlier run to compare with" in result.notes


def test_volumes_that_cannot_be_read_vouch_for_nothing(judged: Judge) -> None:
    volumes = Volumes(targets={}, trouble="volumes.json cannot be read")
    result = of(judged({"tickets": TICKETS}, dataset("tickets"), volumes=volumes), "tickets")
    assert untold(result) == ["volumes.json cannot be read"]


def test_a_reference_that_may_dangle_is_said_not_to_be_looked_at(judged: Judge) -> None:
    terms = {"communication_records": Terms(may_dangle={"subject": "proof outlives accounts"})}
    tickets = [{**TICKETS[0], "person": "gone"}]
    result = of(judged({"tickets": tickets, "people": PEOPLE}, dataset("tickets"), dataset("people"), terms=terms),
                "tickets")  # fmt: skip
    assert not broken(result)
    assert "subject is not looked up: proof outlives accounts" in result.notes


def test_no_value_reaches_a_result_or_a_page(judged: Judge, database: str) -> None:
    tickets = [{"id": CARD, "person": PHONE, "opened_at": LATER, "hold": NAME}] * 2
    consent = [{**CONSENT[0], "said": NAME, "channel": CARD, "purpose": EMAIL}] * 2
    told = judged({"tickets": tickets, "people": PEOPLE, "holds": HOLDS, "consent": consent},
                  dataset("tickets"), dataset("people"), dataset("holds"), dataset("consent"), on=database,
                  terms={"consent_events": Terms(words={"channel": ("email",)})})  # fmt: skip
    pages = [content for name, content in told.files.items() if name.endswith(".html")]
    assert len(pages) == 4
    assert all(result.page in told.files for result in told.results)
    assert not found_in(repr(told) + "".join(pages))
    assert "no key stands twice" in pages[0]


def test_a_page_asks_nothing_of_any_network_and_runs_nothing(judged: Judge) -> None:
    page = judged({"tickets": TICKETS}, dataset("tickets")).files["contracts/001-sql-tickets.html"]
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page
    assert "href" not in page


def test_an_exception_inside_the_library_is_no_result(judged: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    from great_expectations.expectations.core import ExpectColumnValuesToBeInSet

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError(NAME)

    monkeypatch.setattr(ExpectColumnValuesToBeInSet, "_validate", fails)
    told = judged({"tickets": TICKETS}, dataset("tickets"))
    result = of(told, "tickets")
    assert result.outcome is Outcome.UNVERIFIED
    assert not broken(result)
    assert set(untold(result)) == {"the library raised an exception instead of telling"}
    assert not found_in(repr(told))


def test_a_statement_that_fails_is_told_in_plain_words(judged: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    from clausecheck.contracts import expectations

    def executed(self: object, query: object) -> object:
        with self.get_connection() as connection:  # type: ignore[attr-defined]
            return connection.exec_driver_sql(f"SELECT '{NAME}' FROM gone")

    monkeypatch.setattr(expectations._Engine, "execute_query", executed)
    told = judged({"tickets": TICKETS}, dataset("tickets"))
    assert untold(of(told, "tickets")) == ["sql has no such table or view; correct the dataset's table"]
    assert not found_in(repr(told))


def test_without_the_library_nobody_can_tell(judged: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "great_expectations", None)
    monkeypatch.delitem(sys.modules, "clausecheck.contracts.expectations", raising=False)
    for name in [one for one in sys.modules if one.startswith("great_expectations.")]:
        monkeypatch.delitem(sys.modules, name)
    result = of(judged({"tickets": TICKETS}, dataset("tickets")), "tickets")
    assert result.outcome is Outcome.UNVERIFIED
    assert "pip install 'clausecheck[contracts]'" in untold(result)[0]


def test_a_system_that_lets_nobody_in_is_asked_once(tmp_path: Path) -> None:
    system = System(name="sql", kind="sql", settings={"url": f"sqlite:///{tmp_path / 'none.db'}"})
    told = judged_with(system, [dataset("tickets"), dataset("people")])
    assert [result.outcome for result in told.results] == [Outcome.UNVERIFIED] * 2
    assert all("no database file" in untold(result)[0] for result in told.results)


def test_a_table_that_is_not_there_costs_its_own_contract_only(judged: Judge) -> None:
    told = judged({"people": PEOPLE}, dataset("tickets"), dataset("people"))
    assert "there is no table or view tickets" in untold(of(told, "tickets"))[0]
    assert of(told, "people").outcome is Outcome.HONOURED


def test_an_unreadable_register_leaves_its_reference_open(judged: Judge) -> None:
    result = of(judged({"tickets": TICKETS}, dataset("tickets"), dataset("holds")), "tickets")
    assert [one.role for one in result.expectations if one.outcome is Outcome.UNVERIFIED] == ["hold"]
