"""What new, fixed and lost mean."""

from dataclasses import replace
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.history import comparing
from clausecheck.history.comparing import Change, Verdicts, after, change, difference, past, regressions
from clausecheck.model import Outcome, Run
from tests.history.examples import (
    ATTESTED,
    HONOURED,
    UNVERIFIED,
    VIOLATED,
    WAIVED,
    day,
    finding,
    run,
    run_of,
)

TICKETS = "records_leave_on_time[6.c-tickets]"


def known(*runs: Run) -> Verdicts:
    return list(accumulate(runs, lambda before, one: after(one, before), initial=Verdicts()))[-1]


def test_what_is_seen_first_has_no_before_and_lasts_since_now() -> None:
    seen = past(run(0, tickets=VIOLATED), Verdicts()).findings[TICKETS]
    assert (seen.before, seen.since, seen.runs, seen.first_violated) == (None, day(0), 1, day(0))


def test_the_row_of_one_outcome_is_counted_with_today() -> None:
    history = past(run(3, tickets=VIOLATED), known(*(run(number, tickets=VIOLATED) for number in range(3))))
    seen = history.findings[TICKETS]
    assert (seen.before, seen.since, seen.runs) == (VIOLATED, day(0), 4)
    assert history.clauses["6.c"] == seen


def test_another_outcome_begins_a_row_of_its_own() -> None:
    seen = past(run(2, tickets=HONOURED), known(run(0, tickets=VIOLATED), run(1, tickets=VIOLATED))).findings[TICKETS]
    assert (seen.before, seen.since, seen.runs, seen.first_violated) == (VIOLATED, day(2), 1, None)


def test_who_cannot_tell_stops_no_clock() -> None:
    before = known(run(0, tickets=VIOLATED), run(1, tickets=UNVERIFIED), run(2, tickets=WAIVED))
    seen = past(run(3, tickets=VIOLATED), before).findings[TICKETS]
    assert (seen.since, seen.first_violated) == (day(3), day(0))


def test_what_was_kept_in_between_is_first_seen_anew() -> None:
    before = known(run(0, tickets=VIOLATED), run(1, tickets=HONOURED), run(2, tickets=UNVERIFIED))
    assert before.findings[TICKETS].first_violated is None
    assert past(run(3, tickets=VIOLATED), before).findings[TICKETS].first_violated == day(3)


def test_a_run_of_other_clauses_forgets_nothing() -> None:
    before = known(run(0, tickets=VIOLATED), run_of(1, ("6.a",), [finding("accounts", HONOURED, "6.a")]))
    history = past(run(2, tickets=VIOLATED), before)
    assert (history.findings[TICKETS].since, history.clauses["6.c"].runs, history.gone) == (day(0), 2, {})


def test_what_a_clause_no_longer_examines_is_gone() -> None:
    history = past(run(1, calls=HONOURED), known(run(0, tickets=VIOLATED, calls=HONOURED)))
    assert history.gone == {TICKETS: VIOLATED}
    assert past(run(2, calls=HONOURED), known(run(0, tickets=VIOLATED), run(1, calls=HONOURED))).gone == {}


CHANGES = {
    (None, VIOLATED): Change.NEW, (HONOURED, VIOLATED): Change.NEW, (WAIVED, VIOLATED): Change.NEW,
    (UNVERIFIED, VIOLATED): Change.NEW, (None, UNVERIFIED): Change.NEW, (VIOLATED, VIOLATED): Change.STILL,
    (HONOURED, UNVERIFIED): Change.LOST, (VIOLATED, UNVERIFIED): Change.LOST, (ATTESTED, UNVERIFIED): Change.LOST,
    (HONOURED, None): Change.LOST, (VIOLATED, None): Change.LOST, (UNVERIFIED, None): None,
    (UNVERIFIED, UNVERIFIED): Change.UNSEEN, (VIOLATED, HONOURED): Change.FIXED, (WAIVED, HONOURED): Change.FIXED,
    (UNVERIFIED, ATTESTED): Change.SEEN, (UNVERIFIED, HONOURED): Change.SEEN, (VIOLATED, WAIVED): Change.ACCEPTED,
    (WAIVED, WAIVED): None, (HONOURED, HONOURED): None, (HONOURED, ATTESTED): None, (None, HONOURED): None,
}  # fmt: skip


@pytest.mark.parametrize(("before", "now"), CHANGES)
def test_each_change_has_its_word(before: Outcome | None, now: Outcome | None) -> None:
    assert change(before, now) is CHANGES[before, now]


@given(st.sampled_from([None, *Outcome]), st.sampled_from([None, *Outcome]))
def test_what_fails_never_goes_untold(before: Outcome | None, now: Outcome | None) -> None:
    if now in {VIOLATED, UNVERIFIED}:
        assert change(before, now) in {Change.NEW, Change.LOST, Change.STILL, Change.UNSEEN}


def test_a_difference_stands_in_the_order_of_the_policy_over_what_both_looked_at() -> None:
    old = run_of(
        0, ("6.c", "6.a", "7"), [finding("t", HONOURED), finding("u", VIOLATED, "6.a"), finding("v", HONOURED, "7")]
    )
    new = run_of(
        1, ("6.c", "6.a", "9"), [finding("t", VIOLATED), finding("u", HONOURED, "6.a"), finding("w", VIOLATED, "9")]
    )
    told = difference(known(old), known(old, new))
    assert [(one.clause, one.change) for one in told] == [("6.c", Change.NEW), ("6.a", Change.FIXED)]


def with_past(now: Run, *runs: Run) -> Run:
    return replace(now, history=past(now, known(*runs)))


def test_only_what_is_new_is_a_regression() -> None:
    before = run(0, tickets=VIOLATED, calls=UNVERIFIED, mails=HONOURED)
    assert regressions(with_past(run(1, tickets=VIOLATED, calls=UNVERIFIED, mails=HONOURED), before)) == ()
    worse = run(1, tickets=UNVERIFIED, calls=VIOLATED)
    told = regressions(with_past(worse, before))
    assert {one.split("-")[1] for one in told} == {"tickets]", "calls]", "mails]"}


def test_without_earlier_runs_everything_that_fails_is_new() -> None:
    assert len(regressions(with_past(run(0, tickets=VIOLATED, calls=UNVERIFIED, mails=HONOURED)))) == 2
    assert len(regressions(run(0, tickets=VIOLATED))) == 1


def test_a_clause_that_lost_all_its_findings_is_a_regression_once() -> None:
    silent = run_of(1, ("6.c",), [])
    assert "6.c" in regressions(with_past(silent, run(0, tickets=HONOURED)))
    assert regressions(with_past(run_of(2, ("6.c",), []), run(0, tickets=HONOURED), silent)) == ()


def test_verdicts_come_back_as_they_were_written() -> None:
    told = known(run(0, tickets=VIOLATED), run_of(1, ("6.a",), [finding("a", UNVERIFIED, "6.a")]))
    assert comparing.read(comparing.written(told)) == told


OUTCOMES = st.lists(st.sampled_from([VIOLATED, UNVERIFIED, WAIVED, ATTESTED, HONOURED]), min_size=1, max_size=8)


@given(OUTCOMES)
def test_rows_are_what_looking_back_by_hand_tells(outcomes: list[Outcome]) -> None:
    last = known(*(run(number, tickets=outcome) for number, outcome in enumerate(outcomes))).findings[TICKETS]
    changes = [place for place, (old, new) in enumerate(pairwise(outcomes), 1) if old is not new]
    start = changes[-1] if changes else 0
    assert (last.since, last.runs) == (day(start), len(outcomes) - start)
    kept = max((place for place, one in enumerate(outcomes) if one in {HONOURED, ATTESTED}), default=-1)
    offended = [place for place, one in enumerate(outcomes) if place > kept and one in {VIOLATED, WAIVED}]
    assert last.first_violated == (day(offended[0]) if offended else None)


def test_pseudonyms_take_no_part() -> None:
    one, other = (finding("tickets", VIOLATED, examples=(name,)) for name in ("record-1", "record-2"))
    before = known(run_of(0, ("6.c",), [one]))
    assert past(run_of(1, ("6.c",), [other]), before).findings[TICKETS].runs == 2
