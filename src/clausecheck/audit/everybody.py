"""The administrators of every system at once: one person with accounts in three directories is one person."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

from clausecheck.errors import CannotVerify
from clausecheck.facts import Administrator, Population, Unreadable

Reading = Callable[[], Population[Administrator]]


class Once:
    """A reading that is made once, whoever asks first; everybody else waits for what came of it."""

    def __init__(self, read: Reading) -> None:
        self._read, self._lock = read, Lock()
        self._told: Population[Administrator] | None = None
        self._error: CannotVerify | None = None

    def __call__(self) -> Population[Administrator]:
        """What was read; raises, to everybody, the `CannotVerify` that reading it raised."""
        with self._lock:
            if self._error is not None:
                raise self._error
            if self._told is None:
                try:
                    self._told = self._read()
                except CannotVerify as error:
                    self._error = error
                    raise
            return self._told


def everybody(readings: Mapping[str, Reading]) -> Population[Administrator]:
    """Everybody who administers anything, each once. `readings` has one for each place, by what reports call it.

    An account that tells no person counts as somebody of its own. A person has a second factor where every account
    of theirs has. A place that could not be read is unreadable here.
    """
    accounts: dict[str, list[tuple[str, Administrator]]] = defaultdict(list)
    unreadable: list[Unreadable] = []
    read, excluded = 0, 0
    for place, reading in readings.items():
        try:
            told = reading()
        except CannotVerify as failure:
            what = f"the administrators of {place}"
            unreadable.append(Unreadable(what=what, why=failure.reason, remedy=failure.remedy))
            continue
        read, excluded = read + 1, excluded + told.excluded
        unreadable += told.unreadable
        for number, one in enumerate(told):
            accounts[one.person or f"{place} {number}"].append((place, one))
    total = sum(map(len, accounts.values()))
    return Population(
        noun=f"people who administer {read:,} systems with {total:,} accounts",
        members=tuple(map(_merged, accounts.values())),
        unreadable=tuple(dict.fromkeys(unreadable)),
        excluded=excluded,
        counts={
            "accounts": total,
            "systems": read,
            "accounts_that_tell_no_person": sum(not one.person for _, one in _each(accounts)),
        },
        where_to_look="the findings of each system, which count accounts",
    )


def _each(accounts: Mapping[str, Sequence[tuple[str, Administrator]]]) -> Iterator[tuple[str, Administrator]]:
    return (pair for pairs in accounts.values() for pair in pairs)


def _merged(accounts: Sequence[tuple[str, Administrator]]) -> Administrator:
    """One person. Whoever has a single account keeps its label, so that what names it in one place does so here."""
    ones = [one for _, one in accounts]
    return Administrator(
        label=ones[0].label if len(ones) == 1 else ones[0].person,
        reaches="; ".join(f"{place}: {one.reaches}" for place, one in accounts),
        mfa_enrolled=_all(one.mfa_enrolled for one in ones),
        mfa_enforced=_all(one.mfa_enforced for one in ones),
        untold=next((one.untold for one in ones if one.untold), ""),
        person=ones[0].person,
        last_used=max((one.last_used for one in ones if one.last_used), default=None),
    )


def _all(told: Iterator[bool | None] | Any) -> bool | None:
    """True where all are, false where one is not; else it cannot be told."""
    values = list(told)
    if False in values:
        return False
    return None if None in values else True
