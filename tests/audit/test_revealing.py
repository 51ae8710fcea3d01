"""What may be asked of a system in the name of a finding: one statement that reads, of one database."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from clausecheck.audit.revealing import revealed
from clausecheck.errors import CannotVerify, CommandError
from clausecheck.facts.listing import OPEN, SIDE_BY_SIDE, in_system, remarked
from clausecheck.model import Finding, Outcome
from clausecheck.targets.model import System, Target
from fixtures.worlds.servers.postgresql import postgresql

# Where the server refuses a statement, SQLAlchemy leaves psycopg's cursor to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def finding(statement: str, outcome: Outcome = Outcome.VIOLATED, system: str = "crm") -> Finding:
    return Finding(
        id="a_check[6.c-t]", clause="6.c", check="a_check", obligation="retention", system=system, resource="crm.t",
        outcome=outcome, message="", where_to_look=statement, examples=("record-5f0c9a1be772",),
    )  # fmt: skip


def target(url: str) -> Target:
    systems = {
        "crm": System(name="crm", kind="sql", settings={"url": url}),
        "cloud": System(name="cloud", kind="aws", settings={}),
    }
    return Target(name="t", mode="read-only", environment="staging", systems=systems, datasets=())


@pytest.fixture
def lite(tmp_path: Path) -> Target:
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (id, note)")
        connection.exec_driver_sql("INSERT INTO t VALUES (1, 'a;b'), (2, '50 %'), (3, ':name')")
    engine.dispose()
    return target(url)


@pytest.fixture(scope="module")
def served() -> Iterator[Target]:
    with postgresql() as server:
        server.run(["CREATE TABLE t (id int)", "INSERT INTO t VALUES (1), (2)"])
        yield target(server.url)


def test_as_many_as_asked_for_are_listed(lite: Target) -> None:
    told = revealed(finding("SELECT id FROM t ORDER BY id"), lite, 2)
    assert (told.columns, told.rows, told.more) == (("id",), ((1,), (2,)), True)
    assert "(1,)" not in repr(told)


def test_signs_within_a_statement_stand_for_themselves(lite: Target) -> None:
    told = revealed(finding("-- exactly those\nSELECT id FROM t WHERE note IN ('a;b', '50 %', ':name')"), lite, 9)
    assert (len(told.rows), told.more) == (3, False)


REFUSED = {
    "SELECT 1; DELETE FROM t": "more than one statement",
    "DELETE FROM t": "not in one database",
    "": "ask its owner",
    "S3 in the AWS console": "look there yourself: S3 in the AWS console",
    "-- asked of copies in one DuckDB file\nSELECT 1": "hashed copies",
}


@pytest.mark.parametrize("statement", REFUSED)
def test_what_is_no_one_query_is_refused(statement: str, lite: Target) -> None:
    with pytest.raises(CommandError, match=REFUSED[statement]):
        revealed(finding(statement), lite, 9)


def test_what_the_report_names_is_hidden_behind_nothing(lite: Target) -> None:
    named = replace(finding("SELECT id FROM t"), examples=("crm.t.note", "volume vol-ea1c08320c05"))
    with pytest.raises(CommandError, match=r"the report names what it found: crm\.t\.note, volume vol-"):
        revealed(named, lite, 9)


def test_a_statement_of_another_system_than_the_one_judged_is_asked_there(lite: Target) -> None:
    told = revealed(finding(in_system("crm", "SELECT id FROM t"), system="portal"), lite, 9)
    assert len(told.rows) == 3


def test_copies_of_another_system_are_copies_all_the_same(lite: Target) -> None:
    with pytest.raises(CommandError, match="hashed copies"):
        revealed(finding(in_system("crm", remarked(SIDE_BY_SIDE, "SELECT id FROM t"))), lite, 9)


def test_open_values_are_no_statement(lite: Target) -> None:
    with pytest.raises(CommandError, match="has open values"):
        revealed(finding(f"-- {OPEN}\nSELECT id FROM t WHERE note = ?"), lite, 9)


@pytest.mark.parametrize("system", ["cloud", "gone"])
def test_what_is_no_database_of_the_target_is_refused(system: str, lite: Target) -> None:
    with pytest.raises(CommandError, match="not in one database"):
        revealed(finding("SELECT 1", system=system), lite, 9)


def test_what_is_kept_has_nobody_to_list(lite: Target) -> None:
    with pytest.raises(CommandError, match="there is nobody to list"):
        revealed(finding("SELECT id FROM t", Outcome.HONOURED), lite, 9)


@pytest.mark.parametrize("statement", ["WITH d AS (DELETE FROM t RETURNING id) SELECT id FROM d", "SELECT 1 FROM gone"])
def test_nothing_is_written_and_no_error_is_quoted(statement: str, served: Target) -> None:
    with pytest.raises(CannotVerify) as told:
        revealed(finding(statement), served, 9)
    assert "gone" not in str(told.value)
    assert len(revealed(finding("SELECT id FROM t"), served, 9).rows) == 2


def test_a_statement_hidden_from_us_is_refused_by_the_server(served: Target) -> None:
    r"""To PostgreSQL, E'\'' is a whole string; to others, it opens one."""
    hidden = r"SELECT id FROM t WHERE E'\'' = '' ; COMMIT; DELETE FROM t; SELECT '' || E'\''"
    with pytest.raises((CannotVerify, CommandError)):
        revealed(finding(hidden), served, 9)
    assert len(revealed(finding("SELECT id FROM t"), served, 9).rows) == 2
