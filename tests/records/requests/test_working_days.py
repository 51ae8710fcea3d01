from datetime import date

import pytest

from clausecheck.periods import Period
from clausecheck.records.requests.steps import Span
from clausecheck.records.requests.working_days import calendar, is_known, is_same

YEARS = (2025, 2027)


@pytest.mark.parametrize("word", ["germany", "DE", "deu", "DE-BY", "de_by", "california", "US-CA", "New York", "us"])
def test_a_jurisdiction_is_known_by_name_or_code(word):
    assert is_known(word)


@pytest.mark.parametrize("word", ["", "atlantis", "default", "georgia", "DE-XX", "eu"])
def test_what_names_none_or_two_is_unknown(word):
    assert not is_known(word)
    assert not calendar(word, YEARS).holidays


def test_the_same_jurisdiction_in_other_words():
    assert is_same("US-CA", "california")
    assert is_same("atlantis", "atlantis")
    assert not is_same("atlantis", "utopia")
    assert not is_same("us", "california")


def test_the_next_working_day():
    assert calendar("germany", YEARS).from_day(date(2026, 4, 3)) == date(2026, 4, 7)  # Good Friday to Easter Monday
    assert calendar("", YEARS).from_day(date(2026, 4, 3)) == date(2026, 4, 3)
    assert calendar("israel", YEARS).from_day(date(2026, 5, 15)) == date(2026, 5, 17)  # Friday and Saturday are off


def test_business_days_leave_the_first_day_out():
    assert calendar("california", YEARS).later(date(2026, 3, 17), 10) == date(2026, 4, 1)  # 31 March is off
    assert calendar("", YEARS).later(date(2026, 3, 14), 1) == date(2026, 3, 16)


def test_a_rule_tells_for_each_day_how_many_lead_on():
    span = Span(first=date(2026, 1, 30), last=date(2026, 2, 2))
    steps = span.after(Period.parse("P1M"))
    assert (steps.least, steps.text) == (28, "1000")  # 28 February is 29 days after 30 January
    assert span.to_working_day("") == "00020100"
