"""What two visits tell of a consent banner: the steps to each answer, and how long either is remembered (section 8)."""

from datetime import timedelta

import pytest

from clausecheck.audit.tracking.consent_banners import consent_banners
from clausecheck.facts import ACCEPTED, NO_CHOICE, REFUSED, ConsentBanner, Population, Stored, Unreadable, Visit

A_DAY, A_SECOND = timedelta(days=1), timedelta(seconds=1)


def cookie(lasts: timedelta | None, name: str = "answer", **given) -> Stored:
    told = {"kind": "cookie", "host": "shop.example", "first_party": True, "after_choice": True, **given}
    return Stored(label=name, name=name, lasts=lasts, **told)


def visit(state: str, steps: int | None = 1, *stored: Stored, seen: bool = True, **given) -> Visit:
    return Visit(label=state, state=state, seen_from="", pages=("/",), banner_seen=seen, steps=steps, stored=stored,
                 **given)  # fmt: skip


def told(*visits: Visit) -> ConsentBanner:
    (banner,) = consent_banners(Population(noun="visits", members=visits))
    return banner


def test_steps_are_those_of_each_answer() -> None:
    banner = told(visit(NO_CHOICE, None), visit(REFUSED, 3), visit(ACCEPTED, 1))
    assert (banner.refusing, banner.accepting, banner.untold) == (3, 1, "")


@pytest.mark.parametrize("seen", [(), (visit(REFUSED),), (visit(ACCEPTED),), (visit(REFUSED), visit(ACCEPTED, None))])
def test_with_one_answer_alone_nobody_can_tell(seen: tuple[Visit, ...]) -> None:
    banner = told(*seen)
    assert banner.untold == "not both answers could be given"
    assert banner.days_sooner == 0


def test_what_could_not_be_seen_is_told_once() -> None:
    lack = Unreadable(what="the website", why="no button")
    told_of = consent_banners(Population(noun="visits", members=(visit(REFUSED, None, lacks=(lack,)), visit(ACCEPTED))))
    assert told_of.unreadable == (lack,)
    assert not told_of[0].untold


@pytest.mark.parametrize(("seen", "untold"), [
    (False, ""),
    (True, "a banner was seen, and the target says that nobody is asked"),
])  # fmt: skip
def test_a_banner_where_nobody_is_said_to_be_asked_is_not_passed_over(seen: bool, untold: str) -> None:
    banner = told(visit(REFUSED, 0, seen=False), visit(ACCEPTED, 0, seen=seen))
    assert (banner.refusing, banner.accepting, banner.untold) == (0, 0, untold)


@pytest.mark.parametrize(
    ("refused", "accepted", "sooner"),
    [
        (cookie(180 * A_DAY), cookie(180 * A_DAY - 9 * A_SECOND), 0),
        (cookie(10 * A_DAY), cookie(180 * A_DAY - 9 * A_SECOND), 170),
        (cookie(180 * A_DAY), cookie(10 * A_DAY), 0),
        (cookie(None), cookie(2 * A_DAY), 2),
        (cookie(None), cookie(None), 0),
        (cookie(A_DAY), cookie(9 * A_DAY, "visitor"), 0),
        (cookie(A_DAY), cookie(9 * A_DAY, host="tracker.example"), 0),
        (cookie(A_DAY, after_choice=False), cookie(9 * A_DAY), 0),
        (cookie(A_DAY), cookie(9 * A_DAY, remains=False), 0),
        (cookie(None, kind="local storage"), cookie(9 * A_DAY, kind="local storage"), 0),
    ],
)
def test_an_answer_is_remembered_as_long_as_what_both_leave_behind(
    refused: Stored, accepted: Stored, sooner: int
) -> None:
    assert told(visit(REFUSED, 1, refused), visit(ACCEPTED, 1, accepted)).days_sooner == sooner
