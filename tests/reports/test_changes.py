from dataclasses import replace
from datetime import timedelta

from clausecheck.model import History, Outcome
from clausecheck.reports.html.changes import changes, today
from tests.reports.past import HISTORY, run_with_a_past
from tests.reports.sample import ADMINISTRATORS, AS_OF, sample_run


def ids(found: tuple) -> list[str]:
    return [change.result.clause.id for change in found]


def test_nothing_is_said_of_changes_where_no_earlier_audit_is_known() -> None:
    assert changes(sample_run()) is None


def test_each_change_has_one_name() -> None:
    told = changes(run_with_a_past())
    assert told
    assert ids(told.new) == ["4.1.c"]
    assert ids(told.lost) == ["1.1.a", "6.a"]
    assert ids(told.worse) == ["4.1.b"]
    assert ids(told.better) == ["4.1.a"]
    assert told.still == 1
    assert [name for name, _ in told.groups] == ["new", "lost", "worse", "better"]


def test_what_is_no_longer_asked_for_is_counted_by_its_outcome_then() -> None:
    told = changes(run_with_a_past())
    assert told
    assert told.gone == ((Outcome.VIOLATED, 1), (Outcome.HONOURED, 2))


def test_audit_before_is_never_this_one() -> None:
    run = run_with_a_past()
    itself = replace(HISTORY.runs[-1], id=run.id)
    told = changes(replace(run, history=replace(HISTORY, runs=(*HISTORY.runs, itself))))
    assert told
    assert told.before == HISTORY.runs[-1]
    assert changes(replace(run, history=History())) is None


def test_possible_breach_tells_when_it_was_first_seen() -> None:
    (one,) = today(run_with_a_past())
    assert one.finding.id == ADMINISTRATORS.id
    assert one.first_seen(run_with_a_past()) == AS_OF
    assert one.first_seen(run_with_a_past(history=None)) == AS_OF + timedelta(seconds=4)
    assert not today(sample_run())
