from pathlib import Path

from clausecheck.policy import load_policy
from clausecheck.policy.declarations import declarations

ROOT = Path(__file__).parents[2]


def test_elements_clauses_and_categories_are_words() -> None:
    words = declarations(load_policy(ROOT / "policy"))
    assert words["technical"] == ()
    assert words["email_address"] == ("email_address",)
    assert "email_address" in words["1.1.a"]
    assert words["communication_records"] == words["1.1.d"]
    assert words["1.3.a"] == ()


def test_a_category_that_keeps_the_data_of_several_clauses_declares_none_of_them() -> None:
    assert declarations(load_policy(ROOT / "policy"))["account_information"] == ()
