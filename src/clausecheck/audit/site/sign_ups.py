"""Sign-up forms: whether they ask for the age, and, where the target is probed, whether they refuse the too young."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from clausecheck.audit.site import pages
from clausecheck.audit.site.ages import AgeQuestion, age_question, answers
from clausecheck.audit.site.fields import words_of
from clausecheck.errors import CannotVerify
from clausecheck.facts import Form, Page, Population, SignUp
from clausecheck.model import Obligation
from clausecheck.periods import Period
from clausecheck.policy.obligations.children import SignUpAge
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System

NOUN: Final = "sign-up forms"
PAGE: Final = "sign_up"
_A_DAY: Final = timedelta(days=1)
_TOLD_BY: Final = {"email", "password"}
LEFT_BEHIND: Final = "a sign-up of the audit's own may have stayed there: look for Canary Clausecheck"
NOBODY_TRIED: Final = (
    "it asks, and nobody tried whether it refuses: audit a staging target with `mode: probe`, whose website says under "
    "`sign_up:` how it answers"
)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """One form, how it asks, and the words by which the target declares its fields."""

    page: Page
    form: Form
    question: AgeQuestion
    words: Mapping[str, Sequence[str]]
    years: int


def sign_ups_of(obligation: Obligation, system: System, audit: Audit) -> Population[SignUp]:
    """The sign-up form of each page that is called `sign_up`. `CannotVerify` where a page has no one such form."""
    obligation = cast("SignUpAge", obligation)
    shown = pages.called(PAGE, system, audit)
    members = [_told(_asked(page, obligation.age, system, audit), obligation.age, system, audit) for page in shown]
    return Population(noun=NOUN, members=tuple(members), unreadable=pages.unshown(shown))


def _asked(page: Page, age: Period, system: System, audit: Audit) -> _Asked:
    form, years = _form(page, system), age.months // 12
    words = words_of(page, form, system, audit)
    declared = {name: one[0] for name, one in words.items() if one}
    return _Asked(page=page, form=form, question=age_question(form, declared, years), words=words, years=years)


def _form(page: Page, system: System) -> Form:
    named = str(_settings(system).get("form") or "")
    found = [form for form in page.forms if (form.name == named if named else _signs_up(form))]
    if len(found) != 1:
        what = "no form" if not found else f"{len(found)} forms"
        raise CannotVerify(
            f"{page.label} has {what} that may be the sign-up",
            remedy="name it by its label, id or name: `sign_up: {form: …}` of the website",
        )
    return found[0]


def _signs_up(form: Form) -> bool:
    """Whoever signs up tells an address or chooses a password."""
    return any(not one.hidden and (one.type in _TOLD_BY or "email" in one.autocomplete) for one in form.fields)


def _settings(system: System) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", system.settings.get("sign_up") or {})


def _told(asked: _Asked, age: Period, system: System, audit: Audit) -> SignUp:
    told = SignUp(label=f"{asked.page.label}: sign-up", asks=asked.question.asks)
    if not told.asks:
        return told
    if audit.target.mode != "probe" or audit.target.environment == "production" or not _settings(system):
        return replace(told, untold=NOBODY_TRIED)
    return _probed(told, asked, age, system, audit)


def _probed(told: SignUp, asked: _Asked, age: Period, system: System, audit: Audit) -> SignUp:
    """Two people of the audit's own: one comes of age tomorrow, one did today, where the company is.

    The website goes by the clock on the wall and not by the moment that the audit is about, so this does too. Where
    its day ends meanwhile, both are tried anew.
    """
    for _ in range(2):
        today = _today(audit)
        younger, of_age = _tried(asked, *births(today, age), system)
        if _today(audit) == today:
            return _concluded(told, younger, of_age)
    return replace(told, untold="the day ended while it was tried")


def _today(audit: Audit) -> date:
    return datetime.now(UTC).astimezone(ZoneInfo(audit.time_zone)).date()


def births(today: date, age: Period) -> tuple[date, date]:
    """The first day of birth that is too young, and the last one that is not.

    Somebody born on 29 February comes of age on the 28th or on 1 March, depending on who counts: nobody is.
    """
    year = today.year - age.months // 12
    try:
        of_age = today.replace(year=year)
    except ValueError:  # 29 February: in the year of birth there was none
        of_age = date(year, 2, 28)
    younger = of_age + _A_DAY
    return (younger + _A_DAY if (younger.month, younger.day) == (2, 29) else younger), of_age


def _tried(asked: _Asked, younger: date, of_age: date, system: System) -> tuple[Any, Any]:
    from clausecheck.audit.site.canary import fills
    from clausecheck.connectors.website.settings import site_of
    from clausecheck.connectors.website.signing_up import Trial, tried

    said, trials = _settings(system), []
    for born, is_of_age in ((younger, False), (of_age, True)):
        age = answers(asked.question, born, is_of_age=is_of_age, years=asked.years)
        if age is None:
            raise CannotVerify(
                f"{asked.page.label} asks for a birth date in a way that could not be answered",
                remedy="use `type=date`, or fields whose autocomplete says bday-day, bday-month and bday-year",
            )
        trials.append(
            Trial(
                path=asked.page.path,
                known_by=asked.question.fields[0].name,
                fills=fills(asked.form, age, said.get("values") or {}, asked.words),
                **{key: str(said[key]) for key in ("accepted", "refused", "take_back", "taken_back")},
            )
        )
    refused, admitted = tried(site_of(system), trials)
    return refused, admitted


def _concluded(told: SignUp, younger: Any, of_age: Any) -> SignUp:
    left = younger.left_behind or of_age.left_behind
    refuses = None if younger.admitted is None else not younger.admitted
    reasons = (_why(younger, of_age), LEFT_BEHIND if left else "")
    return replace(
        told,
        refuses_younger=refuses,
        admits_of_age=of_age.admitted,
        left_behind=left,
        untold="; ".join(filter(None, reasons)),
    )


def _why(younger: Any, of_age: Any) -> str:
    """A refusal says something of age only where the same form admits somebody of age."""
    if younger.admitted is None or of_age.admitted is None:
        return str(younger.why or of_age.why)
    if not younger.admitted and not of_age.admitted:
        return "it refuses somebody who came of age as well, so its refusal says nothing of age"
    return ""


subjects, missing = pages.subjects, pages.missing
jobs = partial(pages.jobs, sign_ups_of)
