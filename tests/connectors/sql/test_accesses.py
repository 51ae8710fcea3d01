"""What the scenarios of access_is_limited_to_authorised_people do not show: rules of sign-in, size, names, files."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sql import FACTS
from clausecheck.connectors.sql.accesses.memberships import groups_of
from clausecheck.connectors.sql.accesses.postgresql.rules import _is_here
from clausecheck.facts import Access, Population
from clausecheck.targets.model import System
from fixtures.worlds import servers

Fresh = Callable[[str], tuple[servers.Server, servers.Database]]
STATEMENTS = 7
MAKING = """DO $$ BEGIN FOR i IN 1..{tables} LOOP
  EXECUTE 'CREATE TABLE t' || i || '(id int)'; EXECUTE 'GRANT SELECT ON t' || i || ' TO reader';
END LOOP; END $$"""


def told(url: str, context: Context, *roles: str) -> Population[Access]:
    settings: dict[str, object] = {"url": url, "authorised_roles": list(roles)}
    system = System(name="crm", kind="sql", settings=settings)
    population: Population[Access] = FACTS["accesses"](system, context)
    return population


def run(url: str, *statements: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.fixture
def with_rules(fresh: Fresh, stack: ExitStack) -> Callable[[str], str]:
    """A PostgreSQL database of which the server's own sign-in rules are these lines, and no others."""
    server, database = fresh("postgresql")
    engine = sa.create_engine(server.url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        file = Path(connection.exec_driver_sql("SHOW hba_file").scalar_one())
    before = file.read_text()
    stack.callback(file.write_text, before)

    def made(lines: str) -> str:
        file.write_text(lines)  # the view reads the file; the server goes on by what it read when it started
        return database.owner

    return made


@pytest.mark.parametrize(
    ("line", "is_open", "weak"),
    [
        ("host all all 0.0.0.0/0 trust", True, ""),
        ("host all all 10.0.0.0/8 trust", True, ""),
        ("host all all 127.0.0.1/0 trust", True, ""),
        ("host all all ::0/0 trust", True, ""),
        ("host all all samenet trust", True, ""),
        ("host all all 0.0.0.0/0 scram-sha-256", False, ""),
        ("host all all 0.0.0.0/0 password", False, "sent as it is"),
        ("host all nobody,owner 0.0.0.0/0 trust", True, ""),
        ("host all +nobody 0.0.0.0/0 trust", True, ""),
        ("host replication all 0.0.0.0/0 trust", True, ""),
    ],
)
def test_a_rule_lets_in_whom_it_asks_for_nothing(
    with_rules: Callable[[str], str], context: Context, line: str, is_open: bool, weak: str
) -> None:
    population = told(with_rules(line + "\n"), context, "owner")
    (rule,) = (one for one in population if one.kind == "sign-in rule")
    assert (rule.label, rule.open_to_everybody, rule.weak_secret) == ("sign-in rule in line 1", is_open, weak)
    assert population.warnings == ()


@pytest.mark.parametrize(
    "line",
    [
        "host all all 0.0.0.0/0 reject",
        "host another_database all 0.0.0.0/0 trust",
        "host all health_check 0.0.0.0/0 trust",
        "hostssl all all 0.0.0.0/0 trust",  # this server has no TLS, so that no line of this kind matches
    ],
)
def test_a_rule_that_lets_nobody_to_these_data_is_none(
    with_rules: Callable[[str], str], context: Context, line: str
) -> None:
    assert [one.kind for one in told(with_rules(line + "\n"), context, "owner")] == ["superuser"]


@pytest.mark.parametrize(
    "line", ["local all all trust", "host all all 127.0.0.0/8 trust", "host all all ::1/128 trust"]
)
def test_trust_on_the_servers_own_machine_is_a_warning(
    with_rules: Callable[[str], str], context: Context, line: str
) -> None:
    population = told(with_rules(line + "\n"), context, "owner")
    assert [one.kind for one in population] == ["superuser"]
    assert population.warnings == ("sign-in rule in line 1 lets everybody in who is on the server's own machine",)


def test_a_rule_that_the_server_cannot_read_is_unreadable(with_rules: Callable[[str], str], context: Context) -> None:
    population = told(with_rules("host all all 0.0.0.0/0 scram\n"), context, "owner")
    assert [unread.what for unread in population.unreadable] == ["sign-in rule in line 1"]


def test_an_address_without_a_mask_is_somewhere() -> None:
    assert _is_here("host", "localhost", "")
    assert not _is_here("host", "all", "")
    assert not _is_here("host", "db.example", "")


@pytest.mark.parametrize("tables", [1, 500])
def test_many_tables_take_as_many_statements_as_one(fresh: Fresh, context: Context, tables: int) -> None:
    _, database = fresh("postgresql")
    run(database.owner, MAKING.format(tables=tables))
    statements: list[object] = []

    def noted(*told: object) -> None:
        statements.append(told[2])

    sa.event.listen(sa.Engine, "before_cursor_execute", noted)
    try:
        population = told(database.owner, context, "owner", "reader")
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", noted)
    assert len([one for one in population if one.kind in ("grant", "ownership")]) == 2 * tables
    assert len(statements) == STATEMENTS


def test_membership_goes_through_any_number_of_roles_and_in_circles() -> None:
    chain = [(f"r{number}", f"r{number + 1}") for number in range(1_000)]
    assert groups_of(chain)["r0"] == {f"r{number}" for number in range(1, 1_001)}
    assert groups_of([("a", "b"), ("b", "a")]) == {"a": {"b"}, "b": {"a"}}
