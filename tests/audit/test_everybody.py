"""One person with accounts in three directories is one person; each place is read once."""

import pytest

from clausecheck.audit.everybody import Once, everybody
from clausecheck.errors import CannotVerify
from clausecheck.facts import Administrator, Population, Unreadable


def account(label, person="", *, enrolled=True, enforced=True, untold=""):
    return Administrator(
        label=label, reaches="group admins", mfa_enrolled=enrolled, mfa_enforced=enforced, untold=untold, person=person
    )


def place(*members, **more):
    return lambda: Population(noun="administrators", members=members, **more)


def refused():
    raise CannotVerify("access was denied", remedy="allow it")


def test_accounts_of_one_person_are_one_and_all_of_them_count():
    told = everybody({
        "staff": place(account("a-1", "person-ada"), account("a-2", "person-ben")),
        "cloud": place(account("b-1", "person-ada", enforced=False)),
        "crm": place(account("c-1", "person-ada"), account("c-2"), account("c-3")),
    })  # fmt: skip
    by_label = {one.label: (one.mfa_enrolled, one.mfa_enforced) for one in told}
    assert by_label == {
        "person-ada": (True, False),
        "a-2": (True, True),
        "c-2": (True, True),
        "c-3": (True, True),
    }
    assert told.noun == "people who administer 3 systems with 6 accounts"
    assert told.counts == {"accounts": 6, "systems": 3, "accounts_that_tell_no_person": 2}
    assert next(one for one in told if one.person == "person-ada").reaches == (
        "staff: group admins; cloud: group admins; crm: group admins"
    )


@pytest.mark.parametrize(
    ("first", "second", "merged"), [(True, None, None), (None, False, False), (False, True, False), (True, True, True)]
)
def test_what_one_account_cannot_tell_is_not_told_of_the_person(first, second, merged):
    [one] = everybody({
        "a": place(account("a", "p", enforced=first, untold="" if first is not None else "hidden")),
        "b": place(account("b", "p", enforced=second, untold="" if second is not None else "hidden")),
    })  # fmt: skip
    assert one.mfa_enforced is merged
    assert one.untold == ("hidden" if None in {first, second} else "")


def test_a_place_that_could_not_be_read_is_unreadable_and_so_is_its_part():
    part = Unreadable(what="members of group ops", why="hidden")
    told = everybody({"staff": place(account("a"), unreadable=(part,), excluded=3), "cloud": refused})
    assert told.unreadable == (
        part,
        Unreadable(what="the administrators of cloud", why="access was denied", remedy="allow it"),
    )
    assert (len(told), told.excluded, told.counts["systems"]) == (1, 3, 1)


def test_a_place_is_read_once_and_its_refusal_is_everybodys():
    read = []
    once = Once(lambda: read.append(1) or place(account("a"))())
    assert once() is once()
    denied = Once(lambda: read.append(2) or refused())
    for _ in range(2):
        with pytest.raises(CannotVerify, match="denied"):
            denied()
    assert read == [1, 2]
