"""The columns of a system: declared or not, read or left alone, and what cannot be read."""

import builtins
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from clausecheck.audit import columns as audited
from clausecheck.connectors.sql import close_all
from clausecheck.facts import Column, Population
from clausecheck.model import Basis
from clausecheck.policy.obligations.collection import DeclaredCollection
from clausecheck.records.asking import Audit
from clausecheck.records.collection.columns import NOT_RECOGNISED, columns
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import Dataset, Place, System, Target

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
DECLARES = {"technical": (), "email_address": ("email_address",), "1.1.a": ("email_address", "name")}
TABLES = """
CREATE TABLE people (id INTEGER, mail TEXT, note TEXT, hash TEXT);
INSERT INTO people VALUES (1, 'ann@mail.example', 'bob@mail.example', 'password: hunter22');
CREATE VIEW mails AS SELECT mail FROM people;
"""
Made = Callable[..., Audit]


@pytest.fixture
def audit(tmp_path: Path) -> Iterator[Made]:
    def made(*datasets: Dataset, tables: str = TABLES) -> Audit:
        file = tmp_path / "crm.db"
        with sqlite3.connect(file) as connection:
            connection.executescript(tables)
        systems = {"crm": System(name="crm", kind="sql", settings={"url": f"sqlite:///{file}"})}
        target = Target(
            name="t", mode="read-only", environment="demo", systems=systems, datasets=datasets, declares=DECLARES
        )
        return Audit(
            target=target, as_of=AS_OF, clock=AS_OF, time_zone="America/New_York", policy_date=date(2024, 3, 15),
            categories={}, pseudonyms=Pseudonyms(b"key"),
        )  # fmt: skip

    yield made
    close_all()


def people(**columns: str) -> Dataset:
    place = Place(system="crm", table="people", roles={"key": "id"})
    return Dataset(name="people", category="people", places=(place,), columns=columns)


def told(audit: Audit) -> dict[str, Column]:
    return {one.label: one for one in columns(audit.target.systems["crm"], audit)}


def test_every_table_and_view_is_listed_by_the_database(audit: Made) -> None:
    found = told(audit(people(mail="email_address", note="technical", hash="technical", gone="technical")))
    assert list(found) == ["crm.mails.mail", *(f"crm.people.{name}" for name in ("id", "mail", "note", "hash"))]
    assert [label for label, one in found.items() if not one.declared] == ["crm.mails.mail"]
    assert found["crm.people.id"].declared == ("role key",)
    assert not found["crm.people.id"].was_read


def test_what_its_declaration_covers_is_no_stray(audit: Made) -> None:
    found = told(audit(people(mail="1.1.a", note="technical", hash="technical")))
    strays = {label: dict(one.strays) for label, one in found.items() if one.strays}
    assert strays == {
        "crm.mails.mail": {"email_addresses": 1},
        "crm.people.note": {"email_addresses": 1},
        "crm.people.hash": {"credentials": 1},
    }


def test_what_is_declared_and_not_there_is_a_warning(audit: Made) -> None:
    made = audit(people(gone="technical"))
    assert columns(made.target.systems["crm"], made).warnings == (
        "declared and not there: crm.people.gone", NOT_RECOGNISED)  # fmt: skip


def test_a_view_over_a_table_that_is_gone_is_unreadable(audit: Made) -> None:
    made = audit(people(), tables=f"{TABLES} CREATE VIEW broken AS SELECT * FROM nothing_there;")
    population = columns(made.target.systems["crm"], made)
    assert [one.what for one in population.unreadable] == ["crm.broken"]
    assert len(population) == 5


def test_without_the_library_nothing_is_read_and_everybody_is_told(
    audit: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = builtins.__import__

    def lacking(name: str, *args: Any, **options: Any) -> Any:
        if name.partition(".")[0] == "phonenumbers":
            raise ModuleNotFoundError("No module named 'phonenumbers'", name="phonenumbers")
        return imported(name, *args, **options)

    for name in ("content", "recognising"):
        monkeypatch.delitem(sys.modules, f"clausecheck.records.collection.{name}", raising=False)
    monkeypatch.setattr("clausecheck.records.collection.content", None, raising=False)
    monkeypatch.delattr("clausecheck.records.collection.content")
    monkeypatch.setattr(builtins, "__import__", lacking)
    made = audit(people())
    (unreadable,) = (population := columns(made.target.systems["crm"], made)).unreadable
    assert "phonenumbers" in unreadable.why
    assert unreadable.remedy == "pip install 'clausecheck[pii]'"
    assert len(population) == 5
    assert not any(one.was_read for one in population)


def asked(audit: Audit, *elements: str) -> Population[Column]:
    obligation = DeclaredCollection(kind="declared_collection", basis=Basis.PUBLISHED, elements=elements)
    (subject,) = audited.subjects(obligation, audit.target)
    (job,) = audited.jobs([(obligation, subject)], audit)
    population: Population[Column] = job.run()[0]
    return population


def test_a_clause_speaks_of_its_own_columns_and_of_every_text(audit: Made) -> None:
    made = audit(people(mail="email_address", note="technical", hash="technical"))
    assert [one.label for one in asked(made, "name", "email_address")] == [
        "crm.mails.mail", "crm.people.mail", "crm.people.note", "crm.people.hash"
    ]  # fmt: skip
    assert len(asked(made)) == 5


def test_a_clause_whose_data_no_content_tells_has_no_subject_where_nothing_declares_it(audit: Made) -> None:
    made = audit(people())
    obligation = DeclaredCollection(kind="declared_collection", basis=Basis.PUBLISHED, elements=("pages_visited",))
    assert audited.subjects(obligation, made.target) == []
    assert "pages_visited" in audited.missing(obligation)


def test_a_role_of_that_meaning_declares_its_element(audit: Made) -> None:
    place = Place(system="crm", table="people", roles={"key": "id", "email": "mail"})
    population = asked(audit(Dataset(name="people", category="people", places=(place,))), "email_address")
    assert not population.unreadable
    assert population.counts["declared"] == 1


def test_a_recognised_element_that_nothing_declares_is_unreadable(audit: Made) -> None:
    (unreadable,) = asked(audit(people()), "ip_address").unreadable
    assert "no column of the target is declared" in unreadable.why
