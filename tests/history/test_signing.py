"""Who may sign what: nothing undecided, nothing late."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clausecheck.errors import InputError
from clausecheck.history.keeping import Ledger
from clausecheck.history.signing import LONGEST, Given, signed, undecided
from clausecheck.model import Run
from tests.history.examples import HONOURED, UNVERIFIED, VIOLATED, WAIVED, finding, run_of

AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
TOLD = (("6.a", "Ask the archive.", "2026-04-01"), ("6.c", "Delete them.", "2026-03-10"))


def mixed() -> Run:
    return run_of(
        0,
        ("6.c", "6.a", "6.b", "6.d"),
        [
            finding("t", VIOLATED),
            finding("a", UNVERIFIED, "6.a"),
            finding("b", HONOURED, "6.b"),
            finding("d", WAIVED, "6.d"),
        ],
    )


def given(*decisions: tuple[str, str, str], name: str = "Ada Lovelace", role: str = "dpo") -> Given:
    return Given(name=name, role=role, decisions=decisions)


def test_each_violated_and_unverified_clause_is_decided_in_the_order_of_the_policy() -> None:
    assert [one.clause.id for one in undecided(mixed())] == ["6.c", "6.a"]
    told = signed(mixed(), given(*TOLD), at=AT)
    assert [(one.clause, one.due) for one in told.decisions] == [("6.c", date(2026, 3, 10)), ("6.a", date(2026, 4, 1))]
    assert (told.name, told.role, told.at) == ("Ada Lovelace", "dpo", AT)


WRONG = {
    "clause 6.c: is not kept, and has no decision": given(TOLD[0]),
    "clause 6.a: is decided twice": given(*TOLD, TOLD[0]),
    "clause 9: this run has no such clause": given(*TOLD, ("9", "x", "2026-04-01")),
    "clause 6.b: is neither violated nor unverified": given(*TOLD, ("6.b", "x", "2026-04-01")),
    "clause 6.d: is neither violated nor unverified": given(*TOLD, ("6.d", "x", "2026-04-01")),
    "clause 6.c: is due on 2026-03-09, which has passed": given(TOLD[0], ("6.c", "x", "2026-03-09")),
    "clause 6.c: 'soon' is no day": given(TOLD[0], ("6.c", "x", "soon")),
    "clause 6.c: '20260401' is no day": given(TOLD[0], ("6.c", "x", "20260401")),
    "clause 6.c: the decision is empty": given(TOLD[0], ("6.c", " \n", "2026-04-01")),
    "the name is empty": given(*TOLD, name=" "),
    "the role is empty": given(*TOLD, role=""),
    "the name has more than 2,000 letters": given(*TOLD, name="x" * (LONGEST + 1)),
}


@pytest.mark.parametrize("why", WRONG)
def test_what_is_wrong_is_refused_with_a_sentence(why: str) -> None:
    with pytest.raises(InputError) as told:
        signed(mixed(), WRONG[why], at=AT)
    assert why in str(told.value)


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as told:
        signed(mixed(), given(name=""), at=AT)
    assert len(told.value.problems) == 3


def test_today_is_the_day_in_the_zone_of_the_policy() -> None:
    from dataclasses import replace

    late = datetime(2026, 3, 11, 2, tzinfo=UTC)
    assert signed(replace(mixed(), time_zone="America/New_York"), given(*TOLD), at=late)
    with pytest.raises(InputError, match="has passed"):
        signed(mixed(), given(*TOLD), at=late)


def test_the_last_sign_off_counts_and_comes_back_with_the_run(tmp_path: Path) -> None:
    with Ledger.at("history.sqlite", tmp_path) as ledger:
        ledger.record(mixed())
        (line,) = ledger.lines()
        assert ledger.run(line).sign_off is None
        for name in ("First", "Second\u202e<script>"):
            last = signed(mixed(), given(*TOLD, name=name), at=AT)
            ledger.sign(line, last)
        assert ledger.run(line).sign_off == last
        with ledger.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM sign_offs").scalar() == 2
