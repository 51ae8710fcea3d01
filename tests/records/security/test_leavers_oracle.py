"""Random staff and accounts against an oracle in plain Python, written from the check's sentences."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from clausecheck.model import Basis
from clausecheck.periods import Period
from clausecheck.policy.obligations.security import LeaverAccess
from tests.records.databases import Tables
from tests.records.security import worlds
from tests.records.security.worlds import ABSURD, LATER, around, day_of, usable

CUT = date(2026, 2, 28)
OBLIGATION = LeaverAccess(kind="leaver_access", basis=Basis.COMPANY, closed_within=Period.parse("P1D"))
STAFF = worlds.dataset("staff", "staff", key="key", status="status", left_at="last_z")
ACCOUNTS = worlds.dataset("system_accounts", "accounts", key="id", staff="staff", status="status", kind="kind")
Row = Mapping[str, Any]

MEMBERS = st.lists(
    st.fixed_dictionaries({
        "key": st.sampled_from(["amy", "Amy", "ben"]),
        "status": st.sampled_from(["active", "active", "left", "left", "left", "odd", None]),
        "started": st.none(),
        "last": st.sampled_from([None, *around(CUT, worlds.TODAY, date(2025, 5, 5)), *ABSURD, *LATER]),
    }),
    max_size=4,
)  # fmt: skip
OWNED = st.lists(
    st.fixed_dictionaries({
        "staff": st.sampled_from(["amy", "amy", "Amy", "ben", "zoe", None]),
        "status": st.sampled_from(["active", "active", "disabled", "odd", None]),
        "kind": st.sampled_from(["person", "person", "service", None]),
    }),
    min_size=1,
    max_size=6,
)  # fmt: skip


@pytest.fixture(scope="module", params=worlds.DATABASES)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    with worlds.database(request.param, folder) as made:
        yield made


def entry(member: Row) -> str:
    """What one entry of the register says: here, overdue, closing (left, and the day is not over), or unclear."""
    status, last = member["status"], member["last"]
    if status not in {"active", "left"} or not (usable(last) or (last is None and status == "active")):
        return "unclear"
    if last is None or day_of(last) >= worlds.TODAY:
        return "here"
    if status == "active":
        return "unclear"
    return "overdue" if day_of(last) < CUT else "closing"


def verdict(account: Row, staff: Sequence[Row]) -> str:
    if account["kind"] == "service":
        return "excluded"
    if account["status"] == "disabled":
        return "kept"
    entries = {entry(one) for one in staff if one["key"] == account["staff"]}
    if "here" in entries:
        return "kept"
    if not entries or "unclear" in entries:
        return "undecidable"
    if entries == {"overdue"}:
        return "open" if account["status"] == "active" else "undecidable"
    return "kept"


def judged(database: Tables, data: st.DataObject) -> None:
    staff, accounts = data.draw(MEMBERS), data.draw(OWNED)
    worlds.fill(database, staff=staff, accounts=accounts)
    told = worlds.asked(database, OBLIGATION, data.draw(worlds.CLOCKS), ACCOUNTS, STAFF)
    expected = [verdict(one, staff) for one in accounts]
    assert told["open"].count == expected.count("open")
    assert sum(told.undecidable.values()) == expected.count("undecidable")
    assert sum(told.excluded.values()) == expected.count("excluded")
    assert told.examined == len(accounts) - expected.count("excluded")


def test_every_account_falls_where_its_owner_does(database: Tables) -> None:
    worlds.run(database, judged)
