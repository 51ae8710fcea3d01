"""Which violations may be a personal-data breach: data that lay open, or went to somebody without a right to them."""

from pathlib import Path

import pytest

from clausecheck.model import Outcome
from clausecheck.policy import load_policy
from clausecheck.policy.obligations import OBLIGATIONS
from fixtures.worlds.scenarios import ROOT, all_scenarios
from fixtures.worlds.trying import tried

SCENARIOS = {
    ("outflows_have_a_ground", "aws_a_bucket_that_another_account_may_read"): True,
    ("access_is_limited_to_authorised_people", "aws_a_bucket_for_everybody"): True,
    ("access_is_limited_to_authorised_people", "a_grant_that_nobody_declared"): False,
    ("disclosures_have_a_ground", "no_declared_ground"): True,
    ("disclosures_have_a_ground", "papers_of_a_case"): False,
    ("credentials_are_hashed", "plain_text_and_what_can_be_reversed"): True,
    ("credentials_are_hashed", "just_below_the_cost"): False,
}


@pytest.mark.parametrize(("check", "name"), SCENARIOS, ids=str)
def test_a_breach_is_told_from_what_only_breaks_a_promise(check: str, name: str, tmp_path: Path) -> None:
    (one,) = (one for one in all_scenarios() if (one.stem, one.file.stem) == (check, name))
    finding = tried(one, sql=one.databases[0], folder=tmp_path, policy=load_policy(ROOT / "policy"))
    assert finding.outcome is Outcome.VIOLATED
    assert finding.may_be_breach is SCENARIOS[check, name]


def test_the_counts_that_decide_are_counts_that_somebody_counts() -> None:
    counting = [*(ROOT / "checks").rglob("*.py"), *(ROOT / "src" / "clausecheck" / "records").rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in counting)
    named = {name for kind in OBLIGATIONS.values() for name in kind.BREACH_COUNTS}
    assert named
    assert not {name for name in named if f'"{name.removeprefix("without_")}"' not in text}
    assert not [kind for kind in OBLIGATIONS.values() if kind.BREACH_COUNTS and not kind.MAY_BE_BREACH]
