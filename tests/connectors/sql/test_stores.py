import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest
import sqlalchemy as sa

from clausecheck.connectors.protocol import Context
from clausecheck.connectors.sql import FACTS
from clausecheck.connectors.sql.stores import UNTOLD
from clausecheck.errors import CannotVerify
from clausecheck.facts import Population, Store
from clausecheck.targets.model import System
from fixtures.worlds import servers

Made = Callable[..., System]
Server = Callable[[str], servers.Server]
TABLES = (
    "CREATE TABLE plain (id INT) ENCRYPTED=NO",
    "CREATE TABLE other (id INT)",
    "CREATE TABLE old (id INT) ENGINE=MyISAM",
)


def told(system: System, context: Context) -> Population[Store]:
    population: Population[Store] = FACTS["stores"](system, context)
    return population


def auditing(server: servers.Server, database: servers.Database) -> str:
    name = sa.make_url(database.owner).database
    server.run([f"USE {name}", *TABLES, "CREATE DATABASE IF NOT EXISTS `not-ours`"])
    server.run(
        [
            "CREATE USER IF NOT EXISTS auditor@'127.0.0.1'",
            "GRANT PROCESS ON *.* TO auditor@'127.0.0.1'",
            f"GRANT SELECT ON {name}.* TO auditor@'127.0.0.1'",
        ]
    )
    return str(sa.make_url(database.owner).set(username="auditor"))


def test_an_encrypted_server_tells_all_but_its_keys_length(
    server: Server, stack: ExitStack, system: Made, context: Context
) -> None:
    running = server("mariadb-encrypted")
    database = stack.enter_context(running.new_database())
    url, name = auditing(running, database), sa.make_url(database.owner).database
    until = time.monotonic() + 20
    while True:  # the server encrypts its system tablespace in the background
        stores = {store.name: store for store in told(system(url), context)}
        if stores["innodb_system"].encrypted or time.monotonic() > until:
            break
        time.sleep(0.2)
    assert stores[f"{name}/plain"].encrypted is False
    assert stores[f"{name}.old"].encrypted is False
    for encrypted in (stores[f"{name}/other"], stores["innodb_system"], stores["redo log"]):
        assert (encrypted.encrypted, encrypted.algorithm, encrypted.untold) == (True, None, UNTOLD)
    assert not [known for known in stores if known.startswith(("mysql/", "innodb_temporary"))]


def test_an_unencrypted_server_has_only_unencrypted_stores(
    server: Server, stack: ExitStack, system: Made, context: Context
) -> None:
    running = server("mariadb")
    database = stack.enter_context(running.new_database())
    population = told(system(auditing(running, database), region="eu-1"), context)
    assert {store.kind for store in population} == {"tablespace", "log", "MyISAM table"}
    assert all(store.encrypted is False and store.untold == "" and store.region == "eu-1" for store in population)
    assert population.unreadable == ()


def test_without_the_privilege_the_tablespaces_are_unreadable(
    server: Server, stack: ExitStack, system: Made, context: Context
) -> None:
    running = server("mariadb")
    database = stack.enter_context(running.new_database())
    auditing(running, database)
    population = told(system(database.reader), context)
    assert [denied.remedy for denied in population.unreadable] == ["GRANT PROCESS ON *.* TO 'reader'@'127.0.0.1'"]
    assert {store.kind for store in population} == {"log", "MyISAM table"}


@pytest.mark.parametrize("tickets", ["sqlite", "postgresql", "duckdb"], indirect=True)
def test_no_other_database_knows_its_disk(tickets: str, system: Made, context: Context) -> None:
    with pytest.raises(CannotVerify, match="cannot know the disk") as caught:
        told(system(tickets), context)
    assert "at_rest" in caught.value.remedy
