"""Where people are searched for: every place that names somebody, and none of those that prove what was done."""

from clausecheck.targets.about_people import PROOF, searched
from clausecheck.targets.model import Dataset, Place, Target
from clausecheck.targets.registers import IDENTIFIER_ROLES, REGISTERS


def place(table: str, *, is_copy: bool = False, **roles: str) -> Place:
    return Place(system="crm", table=table, roles=roles, is_copy=is_copy)


def of(*datasets: Dataset) -> list[str]:
    target = Target(name="t", mode="read-only", environment="demo", systems={}, datasets=datasets)
    return [found.table for _, found in searched(target)]


def test_every_place_that_names_people_is_searched() -> None:
    tickets = Dataset(
        name="tickets", category="communication_records",
        places=(place("tickets", key="id", subject="who"), place("archive", is_copy=True, key="id", phone="phone")),
    )  # fmt: skip
    people = Dataset(name="people", category="people", places=(place("people", key="id"),))
    logs = Dataset(name="logs", category="technical_logs", places=(place("logs", key="id", recorded_at="at"),))
    proof = Dataset(name="suppressions", category="suppressions", places=(place("suppressions", subject="who"),))
    assert of(tickets, people, logs, proof) == ["tickets", "archive", "people"]


def test_whatever_is_proof_is_a_register_that_names_people() -> None:
    for name in PROOF:
        roles = {*REGISTERS[name].required, *REGISTERS[name].optional}
        assert roles & {"subject", *IDENTIFIER_ROLES}, name
