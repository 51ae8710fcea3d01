"""A run comes back as it was."""

import pickle
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.history.storing import packed, plain, restored, stored
from clausecheck.model import Obligation, Run
from clausecheck.policy import load_policy
from clausecheck.reports.all_reports import rendered
from tests.reports.sample import sample_run

ROOT = Path(__file__).parents[2]
TEXTS = st.text(max_size=8) | st.sampled_from(["\ud800", "a\0b", "\u202egpj", "<script>"])
MOMENTS = st.datetimes(
    min_value=datetime(1971, 1, 1),
    max_value=datetime(2970, 1, 1),
    timezones=st.integers(-720, 840).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
PLAIN = {
    str: TEXTS, bool: st.booleans(), int: st.integers(0), datetime: MOMENTS, object: TEXTS.filter(bool),
    date: st.dates(min_value=date(1971, 1, 1)),
}  # fmt: skip
NOT_KEPT = {"attached": st.just({}), "history": st.none(), "sign_off": st.none()}


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of this type, every field of every part of it filled in."""
    origin, inner = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        hints = {
            name: hint_ for name, hint_ in get_type_hints(hint).items() if name in {one.name for one in fields(hint)}
        }
        given_ = {name: NOT_KEPT[name] if name in NOT_KEPT else anything(hint_) for name, hint_ in hints.items()}
        return st.builds(hint, **given_)
    if origin is tuple:
        return st.lists(anything(inner[0]), max_size=2).map(tuple)
    if origin is UnionType:
        return st.one_of(*(st.none() if one is NoneType else anything(one) for one in inner))
    if origin is Mapping:
        return st.dictionaries(anything(inner[0]), anything(inner[1]), max_size=2)
    return st.sampled_from(hint) if issubclass(hint, StrEnum) else PLAIN[hint]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(anything(Run))
def test_a_run_comes_back_as_it_was(run: Run) -> None:
    assert restored(stored(run)) == run


def test_its_reports_are_the_same_bytes() -> None:
    run = sample_run()
    assert rendered(restored(stored(run))) == rendered(run)


def test_what_is_attached_stays_where_it_is() -> None:
    run = sample_run()
    assert restored(stored(replace(run, attached={"a.har": "{}"}))).attached == {}


def test_the_typed_obligations_of_the_policy_come_back_with_their_terms() -> None:
    obligations = [one for clause in load_policy(ROOT / "policy").clauses for one in clause.obligations]
    typed = next(one for one in obligations if one.kind == "retention")
    told = plain(typed)
    assert (type(told), told.kind, told.basis, told.line) == (Obligation, "retention", typed.basis, typed.line)
    assert told.terms["period"].startswith("P")
    assert all(plain(plain(one)) == plain(one) for one in obligations)


@pytest.mark.parametrize(
    "content", [b"", b"no", packed([]), packed({"schema": "clausecheck/run/2"}), pickle.dumps(1)], ids=repr
)
def test_what_is_no_stored_run_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"does not read|no compressed JSON"):
        restored(content)


def test_a_run_that_lacks_a_part_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks a part"):
        restored(packed({"schema": "clausecheck/run/1", "run": {"id": "only"}}))
