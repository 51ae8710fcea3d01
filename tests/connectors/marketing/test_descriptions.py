"""What the worlds' marketing providers answer, and what they are asked, satisfies the vendor's own API description."""

from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Any

import pytest

from clausecheck.connectors.marketing import mailchimp, sendgrid
from clausecheck.connectors.protocol import Missing
from fixtures.worlds.providers.front import Front
from tests.connectors.descriptions import beside, closed, deviations, spoiled
from tests.connectors.marketing.conftest import FRONTED, Made

DESCRIPTIONS = beside(__file__)
READ = {"mailchimp": mailchimp, "sendgrid": sendgrid}
AT = "2025-02-01T09:00:00Z"
NOW = datetime.now(UTC).isoformat()
WORLDS: dict[str, dict[str, Any]] = {
    "mailchimp": {
        "lists": [
            {
                "id": "news",
                "members": [
                    {"email": f"{name}@a.example", "person": name, "status": status, "last_changed": AT}
                    for status in ("unsubscribed", "cleaned", "archived")
                    for name in ("ann", "bob", "cid")
                ],
                "abuse": [{"email": "dan@a.example", "date": AT}],
            },
            {"id": "offers"},
            {"id": "events"},
        ],
        "campaigns": [
            {
                "id": "may",
                "list": "news",
                "send_time": AT,
                "timewarp": True,
                "sent_to": [{"email": "ann@a.example", "status": status} for status in ("sent", "hard", "soft")],
                "unsubscribed": [{"email": f"{name}@a.example", "timestamp": AT} for name in ("ann", "bob", "cid")],
                "bounces": [{"email": f"{kind}@a.example", "type": kind, "timestamp": AT} for kind in ("hard", "soft")],
            },
            {"id": "june", "type": "automation", "list": "news", "send_time": AT},
            {"id": "july", "type": "plain-text", "list": "offers", "send_time": AT},
        ],
    },
    "sendgrid": {
        "unsubscribes": [{"email": f"{name}@a.example", "created": AT} for name in ("ann", "bob", "cid")],
        "spam_reports": [{"email": "ann@a.example", "created": AT}],
        "bounces": [{"email": "ann@a.example", "created": AT}],
        "groups": [{"email": "ann@a.example", "group": 7, "created": AT}],
        "messages": [
            {"id": "m1", "email": "ann@a.example", "person": "ann", "processed": NOW, "last": NOW, "campaign": "may"},
            {"id": "m2", "email": "bob@a.example", "dropped": True, "last": NOW},
        ],
    },
}
SIZES = {"as it asks": None, "two a page": 2}


def _read(system: Made, front: Front, kind: str) -> None:
    told = READ[kind].read(system(front, kind))
    assert told.suppressions
    assert told.sends
    assert not isinstance(told.suppressions, Missing)
    assert not isinstance(told.sends, Missing)


def _answers(front: Front) -> list[tuple[str, Any]]:
    return [(question.partition(" ")[2], data) for question, data in front.replies]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", WORLDS)
def test_answers_and_questions_are_of_the_described_form(
    system: Made, kind: str, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(READ[kind], "_PAGE", SIZES[size] or READ[kind]._PAGE)
    with FRONTED[kind](WORLDS[kind]) as front:
        _read(system, front, kind)
    described = DESCRIPTIONS[kind]
    terms = [(one.path, {key: int(text) if text.isdecimal() else text for key, text in one.query.items()})
             for one in front.asked]  # fmt: skip
    assert deviations(closed(described["answers"]), _answers(front)) == []
    assert deviations(closed(described["questions"]), terms) == []
    assert {one.method for one in front.asked} == {"GET"}
    for one in front.asked:
        for name, pattern in described["headers"].items():
            assert fnmatchcase(one.headers[name], pattern), (one.path, name)
    assert described["source"]


@pytest.mark.parametrize("kind", WORLDS)
def test_anything_else_in_an_answer_is_noticed(system: Made, kind: str) -> None:
    with FRONTED[kind](WORLDS[kind]) as front:
        _read(system, front, kind)
    described = closed(DESCRIPTIONS[kind]["answers"])
    for path, data in _answers(front):
        of_it = {pattern: schema for pattern, schema in described.items() if fnmatchcase(path, pattern)}
        for wrong in spoiled(data):
            assert deviations(of_it, [(path, wrong)]), (path, wrong)


@pytest.mark.parametrize("kind", WORLDS)
def test_refusals_are_of_the_described_form(system: Made, kind: str) -> None:
    with FRONTED[kind]({}) as front:
        told = READ[kind].read(system(front, kind, {"token": "another-key"}))
    assert isinstance(told.suppressions, Missing)
    assert {status for status, _ in front.refusals} == {401}
    refusals = [("refusal", data) for _, data in front.refusals]
    assert deviations({"refusal": closed(DESCRIPTIONS[kind]["refusal"])}, refusals) == []
