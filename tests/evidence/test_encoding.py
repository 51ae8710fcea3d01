"""Every class that is stored comes back as it was, and nothing that may not leave is in what is stored."""

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clausecheck.errors import InputError
from clausecheck.evidence.encoding import CLASSES, decoded, encoded
from clausecheck.facts import Access, Administrator, Page, Population, Records, RowClass, Stored, Trace
from tests.evidence.conftest import door

MOMENT = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


def there_and_back(value: Any) -> Any:
    return decoded(json.loads(json.dumps(encoded(value, door()))))


def example(of: Any) -> Any:
    """A value of an annotated type, none of them its default."""
    origin, given = typing.get_origin(of), typing.get_args(of)
    if origin in {types.UnionType, typing.Union}:
        return example(given[0])
    if origin in {tuple, frozenset}:
        return origin(example(one) for one in given if one is not Ellipsis)
    if origin in {dict, Mapping}:
        return {example(given[0]): example(given[1])}
    if isinstance(of, type) and issubclass(of, Enum):
        return next(iter(of))
    if dataclasses.is_dataclass(of):
        return whole(of)
    simple: dict[Any, Any] = {
        str: "word", int: 7, float: 0.5, bool: True, bytes: None, object: "word", datetime: MOMENT,
        date: date(2026, 3, 1), timedelta: timedelta(days=1, seconds=2, microseconds=3), Path: Path("audit.pdf"),
    }  # fmt: skip
    return simple[of]


def whole(of: Any) -> Any:
    """An instance with every field filled, and what `repr` hides left empty."""
    hints = typing.get_type_hints(of)
    shown = {one.name: one.repr for one in dataclasses.fields(of)}
    return of(**{name: example(hints[name]) if shown[name] else _empty(example(hints[name])) for name in shown})


def _empty(value: Any) -> Any:
    return type(value)() if isinstance(value, str | tuple | dict) else value


GENERIC = {"Population": Population(noun="administrators", members=(), counts={"declared": 3}, warnings=("one",))}
UNKEPT = {"Run", "Clause", "ClauseResult", "Section", "Category", "Obligation"}
"""Words of the audit that evidence keeps as files of the policy or in `run.json`."""


@pytest.mark.parametrize("name", sorted(CLASSES.keys() - UNKEPT))
def test_every_class_comes_back_as_it_was(name: str) -> None:
    value = GENERIC[name] if name in GENERIC else whole(CLASSES[name])
    again = there_and_back(value)
    assert again == value
    assert type(again) is type(value)
    for one in dataclasses.fields(value):
        assert type(getattr(again, one.name)) is type(getattr(value, one.name)), one.name


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("America/New_York"), timezone(timedelta(hours=5, minutes=30)), None])
def test_a_moment_keeps_its_zone(zone: Any) -> None:
    moment = datetime(2026, 11, 1, 1, 30, fold=0, tzinfo=zone)
    again = there_and_back(moment)
    assert again == moment
    assert again.utcoffset() == moment.utcoffset()
    assert getattr(again.tzinfo, "key", None) == (getattr(zone, "key", None))


def test_a_population_keeps_members_of_several_classes() -> None:
    administrator = Administrator(label="root account", reaches="all", mfa_enrolled=None, mfa_enforced=False)
    access = Access(label="a port", kind="port", to="everybody", reaches="crm", declared=None)
    again = there_and_back(Population(noun="things", members=(administrator, access)))
    assert again.members == (administrator, access)


def test_rows_keep_what_waivers_cover() -> None:
    records = Records(noun="tickets", examined=5, classes={"overdue": RowClass(count=2, waived={"a.yaml:3": 1})})
    assert there_and_back(records) == records


def test_a_mapping_of_other_keys_or_of_the_sign_itself_comes_back() -> None:
    assert there_and_back({"$": "Access", "plain": 1}) == {"$": "Access", "plain": 1}
    assert there_and_back({("a", "b"): 1, 2: "c"}) == {("a", "b"): 1, 2: "c"}


def test_what_may_not_leave_is_a_pseudonym_that_still_tells_empty_from_told() -> None:
    page = Page(
        label="page /", path="/", address="portal/", roles=(), status=200, title="", text="Ottoline says hello",
        headings=((1, "Ottoline"),), mail_addresses=("o@example.org",), html="<p>Ottoline",
    )  # fmt: skip
    told = json.dumps(encoded(page, door()))
    assert "Ottoline" not in told
    assert "o@example" not in told
    again = there_and_back(page)
    assert again.title == ""
    assert again.text.startswith("text-")
    assert again.headings[0][0] == 1
    assert again.text != again.html


def test_names_of_what_sites_store_stay_where_they_are_plain() -> None:
    def named(name: str) -> str:
        return str(
            there_and_back(Trace(label="x", kind="cookie", name=name, host="h", first_party=True, states=())).name
        )

    assert named("__Host-session") == "__Host-session"
    assert named("_ga_*") == "_ga_*"
    assert "555" not in named("call_215-555-0173")
    assert named("Ottoline Quibbleton").startswith("name-")
    stored = Stored(label="x", kind="cookie", name="o@example.org", host="h", first_party=True, after_choice=False)
    assert "example" not in json.dumps(encoded(stored, door()))


def test_a_class_that_nobody_listed_is_refused() -> None:
    with pytest.raises(TypeError, match="SimpleNamespace is no class that evidence knows"):
        encoded(types.SimpleNamespace(value="secret"), door())


@pytest.mark.parametrize("told", [{"$": "Telepathy"}, {"$": "Store", "mood": "good"}])
def test_what_a_newer_version_stored_is_refused_in_a_sentence(told: Any) -> None:
    with pytest.raises(InputError, match="does not know: upgrade it"):
        decoded(told)


def test_a_field_that_is_newer_than_the_evidence_has_its_default() -> None:
    told = encoded(RowClass(count=3), door())
    del told["waived"]
    assert decoded(told) == RowClass(count=3)
