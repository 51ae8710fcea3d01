from dataclasses import replace

from clausecheck.model import Outcome
from clausecheck.reports.html.judged import is_unseen, judged
from clausecheck.reports.phrases import steps
from tests.reports.sample import HOLDS, LATE, UNREACHED, clause, finding

KEPT = replace(
    LATE, outcome=Outcome.HONOURED, violations=0, undecidable=0, resource="crm.tickets", promised="", remedy=""
)


def test_places_of_one_check_are_told_together_the_worst_first() -> None:
    (group,) = judged(clause("6.c", "Records", KEPT, LATE))
    assert group.findings == (LATE, KEPT)
    assert group.in_full == (LATE,)
    assert group.in_short == (KEPT,)
    assert group.promised == LATE.promised


def test_another_obligation_or_other_terms_stand_apart() -> None:
    other = replace(LATE, terms={"period": "P6Y"})
    assert len(judged(clause("6.c", "Records", LATE, other, HOLDS))) == 3


def test_what_was_examined_is_summed_up_by_noun() -> None:
    (group,) = judged(clause("6.c", "Records", LATE, KEPT))
    (looked,) = group.looked
    assert (looked.noun, looked.examined, looked.places, looked.whole) == ("communication records", 168_240, 2, True)


def test_ages_of_all_places_are_added_up() -> None:
    (group,) = judged(clause("6.c", "Records", LATE, KEPT))
    assert group.ages == tuple(2 * count for count in LATE.ages)
    assert judged(clause("6", "Holds", HOLDS))[0].ages == ()


def test_remedy_that_is_the_same_everywhere_is_told_once() -> None:
    elsewhere = replace(LATE, remedy="Ask the archive's owner.")
    assert judged(clause("6.c", "Records", LATE, KEPT))[0].remedy == "Delete them."
    assert judged(clause("6.c", "Records", LATE, elsewhere))[0].remedy == ""


def test_undecided_rows_are_told_at_length_although_nothing_was_violated() -> None:
    (group,) = judged(clause("6.c", "Records", replace(KEPT, undecidable=3)))
    assert group.in_full


def test_what_nobody_could_look_at_is_one_row() -> None:
    assert is_unseen(judged(clause("1", "A", finding("1", Outcome.UNVERIFIED, "No check.")))[0])
    assert not is_unseen(judged(clause("6.c", "Records", UNREACHED))[0])


def test_steps_of_a_remedy() -> None:
    assert steps("Enrol them; lock the rest. Then look again.") == ("Enrol them.", "Lock the rest.", "Then look again.")
    assert steps("Use TLS 1.2 or 1.3, e.g. by nginx.") == ("Use TLS 1.2 or 1.3, e.g. by nginx.",)
    assert steps("") == ()
