from datetime import date

import pytest

from clausecheck.facts import Access
from clausecheck.periods import Period


def used(last: date | None, as_of: date | None) -> Access:
    return Access(label="a", kind="credential", to="b", reaches="c", declared=True, idle_since=last, as_of=as_of)


@pytest.mark.parametrize(
    ("last", "unused"), [(date(2026, 1, 1), True), (date(2026, 1, 2), False), (date(2026, 1, 3), False)]
)
def test_access_is_unused_from_the_day_after_the_time_is_over(last: date, unused: bool) -> None:
    assert used(last, date(2026, 4, 2)).is_unused(Period.parse("P90D")) is unused


def test_access_that_does_not_tell_its_use_is_not_taken_for_unused() -> None:
    assert not used(None, None).is_unused(Period.parse("P1D"))
