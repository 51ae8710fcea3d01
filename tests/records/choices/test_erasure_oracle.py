"""Random people and deletion requests against sentences in plain Python (rigour 28)."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import strategies as st

from clausecheck.model import Basis
from clausecheck.policy.obligations.rights import Erasure
from clausecheck.redaction import IDENTIFIER, PHONE, identifier_digest
from tests.records.choices.asked import DATABASES, KEY, asked, dataset, fill, made, run, written
from tests.records.databases import Tables

COLUMNS = {
    "tickets": ("who", "email", "phone", "opened"), "requests": ("who", "status", "received", "completed", "digests"),
}  # fmt: skip
EARLY, DONE, LATE = (datetime(2026, 1, day, tzinfo=UTC) for day in (5, 10, 15))
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
EMAILS = ("ann@old.example", "bob@old.example", "Zo\u0308e@old.example")
PHONES = ("+12155550100", "+12155550101")
TICKETS = dataset("communication_records", "tickets", subject="who", email="email", phone="phone", recorded_at="opened")
REGISTER = dataset(
    "deletion_requests", "requests", subject="who", status="status", received_at="received", completed_at="completed",
    identifier_digests="digests",
)  # fmt: skip
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob", None]),
        st.none() | st.sampled_from([*EMAILS, " ANN@Old.example\n", "z\u00f6e@OLD.example"]),
        st.none() | st.sampled_from([*PHONES, "+1 (215) 555-0100"]),
        st.none() | st.sampled_from([EARLY, LATE]),
    ),
    min_size=1,
    max_size=6,
)
REQUESTS = st.lists(
    st.tuples(
        st.sampled_from(["ann", "cid"]),
        st.sampled_from(["done", "done", "open", "refused", "odd"]),
        st.sampled_from([DONE, DONE, None, NEVER]),
        st.lists(st.sampled_from([*EMAILS, *PHONES]), min_size=1, max_size=3),
    ),
    max_size=4,
)


@pytest.fixture(scope="module", params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with made(request.param, tmp_path_factory.mktemp("erasure"), COLUMNS) as built:
        yield built


def digest(identifier):
    return identifier_digest(KEY.encode(), PHONE if identifier.startswith("+") else IDENTIFIER, identifier)


def named(row, request):
    """Whether a record is of the person of a request, by any name."""
    (who, email, phone, _), (whose, _, _, identifiers) = row, request
    digests = {digest(one) for one in identifiers}
    return who == whose or any(one is not None and digest(one) in digests for one in (email, phone))


def verdict(row, requests):
    if row[:3] == (None, None, None):
        return "nobody"
    mine = [(status, completed) for request in requests if named(row, request) for status, completed in [request[1:3]]]
    if ("done", DONE) in mine:
        return "reappeared" if row[3] == LATE else "kept"
    return "untold" if any(status in ("done", "odd") for status, _ in mine) else "free"


def judged(database, world):
    rows, requests = world
    columns = ("who", "email", "phone", "opened")
    fill(database, {
        "tickets": [dict(zip(columns, (*row[:3], written(row[3])), strict=True)) for row in rows],
        "requests": [
            {"who": who, "status": status, "received": written(EARLY), "completed": written(completed),
             "digests": " ".join(map(digest, identifiers))}
            for who, status, completed, identifiers in requests
        ],
    })  # fmt: skip
    told = asked(database, Erasure(kind="erasure", basis=Basis.LAW, exceptions=()), TICKETS, REGISTER)
    verdicts = [verdict(row, requests) for row in rows]
    assert told["present"].count == verdicts.count("kept") + verdicts.count("reappeared")
    assert told.counts.get("reappeared", 0) == verdicts.count("reappeared")
    assert sum(told.undecidable.values()) == verdicts.count("untold")
    assert told.excluded.get("names nobody", 0) == verdicts.count("nobody")
    assert told.unreadable == ()


def test_every_record_of_an_erased_person_is_found_once(database: Tables) -> None:
    run(judged, database, st.tuples(ROWS, REQUESTS))
