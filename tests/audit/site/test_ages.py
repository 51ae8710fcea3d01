"""How forms ask for the age, and who is one day too young."""

from datetime import date, timedelta

import pytest

from clausecheck.audit.site.ages import age_question, answers
from clausecheck.audit.site.canary import fills
from clausecheck.audit.site.notices import announced, days_in
from clausecheck.audit.site.sign_ups import births
from clausecheck.connectors.website.signing_up import CHOOSE, FILL, TICK, UNTICK
from clausecheck.facts import Form, FormField, Notice, Page
from clausecheck.periods import Period

EIGHTEEN = Period.parse("P18Y")


def form(*fields):
    return Form(name="", action="", method="post", fields=fields)


def asked(*fields, words=None):
    return age_question(form(*fields), words or {}, 18)


def field(name, kind="text", label="", **more):
    return FormField(name=name, type=kind, label=label, **more)


@pytest.mark.parametrize(
    ("one", "asks"),
    [
        (field("b", "date", "Date of birth"), "birth date"),
        (field("b", "date", "", autocomplete="bday"), "birth date"),
        (field("b", "number", "Your age"), "birth date"),
        (field("b", "checkbox", "I am 18 or older"), "declaration"),
        (field("b", "checkbox", "I am at least 18 years of age"), "declaration"),
        (field("b", "checkbox", "I am 21 or older"), ""),
        (field("b", "checkbox", "Send me 18 offers"), ""),
        (field("b", "text", "Postage"), ""),
        (field("b", "date", "Date of birth", hidden=True), ""),
        (field("b", "date", "When did you begin?"), ""),
    ],
)
def test_what_asks_for_the_age(one, asks):
    assert asked(one).asks == asks


def test_the_target_says_what_a_field_asks():
    assert asked(field("x", "date"), words={"x": "age"}).asks == "birth date"
    assert asked(field("x", "checkbox"), words={"x": "age"}).asks == "declaration"


@pytest.mark.parametrize(
    ("today", "younger", "of_age"),
    [
        (date(2026, 11, 27), date(2008, 11, 28), date(2008, 11, 27)),
        (date(2026, 12, 31), date(2009, 1, 1), date(2008, 12, 31)),
        (date(2026, 2, 28), date(2008, 3, 1), date(2008, 2, 28)),
        (date(2028, 2, 28), date(2010, 3, 1), date(2010, 2, 28)),
        (date(2028, 2, 29), date(2010, 3, 1), date(2010, 2, 28)),
        (date(2028, 3, 1), date(2010, 3, 2), date(2010, 3, 1)),
    ],
)
def test_whoever_is_a_day_too_young_is_so_to_everybody(today, younger, of_age):
    assert births(today, EIGHTEEN) == (younger, of_age)
    assert EIGHTEEN.after(of_age) <= today < EIGHTEEN.after(younger)
    assert EIGHTEEN.after(younger) - today <= timedelta(days=2)


def test_how_a_birth_date_is_written():
    born = date(2008, 3, 1)
    by_date = asked(field("b", "date", "Birthday"))
    assert answers(by_date, born, is_of_age=False, years=18) == {"b": ("2008-03-01",)}
    by_age = asked(field("b", "number", "Age"))
    assert answers(by_age, born, is_of_age=False, years=18) == {"b": ("17",)}
    assert answers(by_age, born, is_of_age=True, years=18) == {"b": ("18",)}
    parts = asked(*(field(f"birth_{part}", "select", "Birth") for part in ("day", "month", "year")))
    told = answers(parts, born, is_of_age=True, years=18)
    assert told is not None
    assert told["birth_month"] == ("3", "03", "March", "Mar")
    assert told["birth_year"][0] == "2008"
    assert answers(asked(field("b", "text", "Birthday")), born, is_of_age=True, years=18) is None


def test_a_canary_agrees_to_nothing_that_it_need_not():
    made = fills(
        form(
            field("token", "hidden", hidden=True), field("who"), field("mail", "email"), field("news", "checkbox"),
            field("terms", "checkbox", required=True), field("of_age", "checkbox"), field("size", "select"),
            field("coupon", "text"), field("born", "date"),
        ),
        {"of_age": ()}, {"coupon": "STAGING"}, {"who": ("name",)},
    )  # fmt: skip
    done = {one.name: (one.how, one.values) for one in made}
    assert "token" not in done
    assert "born" not in done
    assert (done["news"][0], done["terms"][0], done["of_age"][0]) == (UNTICK, TICK, UNTICK)
    assert done["size"] == (CHOOSE, ())
    assert done["coupon"] == (FILL, ("STAGING",))
    assert done["mail"][1][0].endswith("@example.com")


@pytest.mark.parametrize(
    "text",
    [
        "April 1, 2026",
        "1 April 2026",
        "1st of April 2026",
        "Apr. 1st, 2026",
        "2026-04-01",
        "01.04.2026",
        "1. April 2026",
    ],
)
def test_a_day_however_it_is_written(text):
    assert set(days_in(f"It changes on {text}.")) == {date(2026, 4, 1)}


@pytest.mark.parametrize("text", ["4/1/2026", "April 1", "2026", "2026-13-01", "31.02.2026", "version 12.2026"])
def test_what_is_no_day_or_several(text):
    assert not set(days_in(text))


def page(text="", *notices):
    told = tuple(Notice(role="region", name="", text=one) for one in notices)
    return Page(label="page /", path="/", address="", roles=(), status=200, title="", text=text, notices=told)


@pytest.mark.parametrize(
    ("notice", "days", "undated"),
    [
        ("Our Privacy Policy changes on April 1, 2026.", {date(2026, 4, 1)}, False),
        ("New privacy policy. It takes effect on 2026-04-01", {date(2026, 4, 1)}, False),
        ("We have updated our Privacy Policy.", set(), True),
        (
            "We use cookies. Our Privacy Policy tells more. You can change your choice until April 1, 2026.",
            set(),
            False,
        ),
        ("Our Terms changed on April 1, 2026.", set(), False),
    ],
)
def test_what_announces_a_change(notice, days, undated):
    told = announced([page("", notice)], "Privacy Policy")
    assert (told.days, told.undated) == (frozenset(days), undated)


def test_what_stands_outside_of_notices_is_told_apart():
    told = announced([page("Our Privacy Policy changed on April 1, 2026.")], "Privacy Policy")
    assert (told.days, told.elsewhere) == (frozenset(), frozenset({date(2026, 4, 1)}))
