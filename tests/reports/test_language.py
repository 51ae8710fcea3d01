import re
import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from clausecheck.audit.judging import terms_of
from clausecheck.errors import CommandError
from clausecheck.model import Basis, Outcome, Severity
from clausecheck.policy import load_policy
from clausecheck.reports import language as module
from clausecheck.reports.language import Language, language, languages
from tests.reports.past import run_with_a_past

ENGLISH, GERMAN = language("en"), language("de")
OTHERS = [code for code in languages() if code != "en"]
ROOT = Path(__file__).parents[2]
SOURCES = Path(module.__file__).parent
SITE = SOURCES.parent / "site"


def placeholders(text: module.Text) -> set[str]:
    texts = [text] if isinstance(text, str) else list(text.values())
    return {name for each in texts for _, name, _, _ in string.Formatter().parse(each) if name}


@pytest.mark.parametrize("code", OTHERS)
def test_catalogue_is_complete(code: str) -> None:
    other = language(code)
    assert other.texts.keys() == ENGLISH.texts.keys()
    assert {key: placeholders(text) for key, text in other.texts.items()} == {
        key: placeholders(text) for key, text in ENGLISH.texts.items()
    }


@pytest.mark.parametrize("code", languages())
def test_texts_with_forms_have_those_that_the_language_counts_in(code: str) -> None:
    said = language(code)
    forms = {str(form) for form in said.locale.plural_form.tags} | {"other"}
    for key, text in said.texts.items():
        assert isinstance(text, str) or set(text) == forms, key
        assert isinstance(text, str) == isinstance(ENGLISH.texts[key], str), key


def test_every_text_is_said_and_none_is_missing() -> None:
    files = [file for place in (SOURCES, SITE) for kind in ("*.py", "templates/*.html") for file in place.rglob(kind)]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    keys = set(re.findall(r"(?:say|text)\(\s*f?[\"']([\w.]+)", source))
    starts = tuple(key for key in keys if key.endswith("."))  # the rest of the key is computed
    assert {key for key in keys if not key.endswith(".")} <= ENGLISH.texts.keys()
    quoted = set(re.findall(r"[\"']([a-z_]+\.[a-z_]+)[\"']", source))
    assert not {key for key in ENGLISH.texts if key not in keys | quoted and not key.startswith(starts)}


def test_every_word_of_the_model_has_a_text() -> None:
    for word in (*(f"basis.{one}" for one in Basis), *(f"severity.{one}" for one in Severity)):
        assert ENGLISH.say(word)
    assert {ENGLISH.say(f"outcomes.{one}.label") for one in Outcome} == {one.value.capitalize() for one in Outcome}


def test_every_term_that_a_reader_meets_has_a_name_of_its_own() -> None:
    policy = load_policy(ROOT / "policy")
    met = {term for _, obligation in policy.obligations for term in terms_of(obligation)}
    assert not {term for term in met if f"terms.{term}" not in ENGLISH.texts}


@pytest.mark.parametrize(
    ("said", "number", "day", "moment", "years", "share"),
    [
        (ENGLISH, "1,234,567", "15 March 2024", "1 March 2026, 07:00 EST (UTC-05:00)", "5 years", "33%"),
        (GERMAN, "1.234.567", "15. März 2024", "1. März 2026, 07:00 EST (UTC-05:00)", "5 Jahre", "33\u00a0%"),
    ],
)
def test_numbers_days_and_periods_are_written_as_the_language_does(
    said: Language, number: str, day: str, moment: str, years: str, share: str
) -> None:
    assert said.number(1234567) == number
    assert said.day(date(2024, 3, 15)) == day
    assert said.moment(datetime(2026, 3, 1, 12, tzinfo=UTC), "America/New_York") == moment
    assert said.period(years=5, months=0, days=0) == years
    assert said.share(1, 3) == share


def test_periods_and_lengths_of_several_units() -> None:
    assert GERMAN.period(years=1, months=6, days=0) == "1 Jahr und 6 Monate"
    assert GERMAN.duration(timedelta(seconds=61)) == "1 Minute 1 Sekunde"
    assert ENGLISH.duration(timedelta(seconds=0.1)) == "less than a second"


def test_counts_choose_the_form_of_the_language() -> None:
    assert ENGLISH.say("promises", count=1) == "1 promise"
    assert GERMAN.say("promises", count=2000) == "2.000 Zusagen"


def test_language_without_a_catalogue_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(CommandError, match=r"--language fr: there is no catalogue of that language; there are de, en"):
        language("fr")
    with pytest.raises(CommandError):
        language("../en")


def test_page_in_german_says_nothing_of_its_own_in_english() -> None:
    from clausecheck.reports.html import render

    page = render(replace(run_with_a_past(), language="de"))
    assert '<html lang="de">' in page
    assert "2 Zusagen sind gebrochen, 3 ließen sich nicht prüfen" in page
    text = re.sub(r"<(style|script)[^>]*>.*?</\1>|<span lang=\"en\">.*?</span>", "", page, flags=re.DOTALL)
    said = [t for key in ENGLISH.texts if isinstance(t := ENGLISH.texts[key], str) and len(t) > 12 and "{" not in t]
    assert not [each for each in said if f">{each}<" in text]
