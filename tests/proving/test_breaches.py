"""Breaches that can be planted: which ways there are in a world, and that a check really turns on them."""

from clausecheck.model import Outcome
from fixtures.worlds.scenarios import SCENARIOS, scenario
from proving.breaches import planted
from proving.harmless import Harmless
from proving.worlds import scenarios_of, worlds

ONE = SCENARIOS / "legal_holds_are_reviewed"


def test_every_dataset_is_emptied_and_hidden_and_every_date_moved_or_lost() -> None:
    honouring = next(one for one in scenarios_of(ONE.name) if one.expect["outcome"] == Outcome.HONOURED)
    names = [breach.name for breach in planted(honouring)]
    assert {"hide legal_holds", "empty legal_holds"} <= set(names)
    assert {f"{way} legal_holds.review_at" for way in ("null", "past", "future")} <= set(names)
    assert {"deny legal_holds", "column legal_holds.approver"} <= set(names)
    assert names.count("shift legal_holds.review_at") == 2, "a day earlier, and a day later"


def test_a_breach_changes_one_thing_and_leaves_the_scenario_as_it_was() -> None:
    file = next(iter(sorted(ONE.glob("*.yaml"))))
    one, again = scenario(file), scenario(file)
    for breach in planted(one):
        assert breach.scenario.world != again.world
        assert one.world == again.world
        assert breach.scenario.expect == again.expect


def test_what_is_planted_is_caught_unless_it_is_right_to_stay_honoured() -> None:
    told = {one.name: one for one in worlds([ONE.name], Harmless({}))}
    assert told["empty legal_holds"].caught == told["empty legal_holds"].planted > 0
    assert told["past legal_holds.review_at"].caught
