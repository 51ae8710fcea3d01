"""`columns:` of a dataset: the policy's own words, and no others."""

from collections.abc import Callable
from typing import Any

TEXT = (
    "target: staging\nenvironment: staging\nsystems:\n  crm: {kind: sql, url: sqlite:///crm.db}\ndatasets:\n"
    "  - {name: talks, category: communication_records, system: crm, table: talks, key: id, recorded_at: at,\n"
    "     columns: {body: %s}}\n"
)


def test_a_category_and_technical_are_words(loaded: Callable[..., Any]) -> None:
    assert loaded(TEXT % "communication_records").datasets[0].columns == {"body": "communication_records"}
    assert loaded(TEXT % "technical").declares["technical"] == ()


def test_any_other_word_is_refused_where_it_stands(refused: Callable[..., Any]) -> None:
    (problem,) = refused(TEXT % "techncal")
    assert (problem.line, problem.key) == (7, "datasets[0].columns.body")
    assert "techncal" in problem.message
    assert "did you mean 'technical'" in problem.message


def test_a_register_is_no_kind_of_data(refused: Callable[..., Any]) -> None:
    assert len(refused(TEXT % "consent_events")) == 1
