"""The published policy as a visitor reads it, clause by clause, against the text that the YAML was locked to."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from clausecheck.audit.site import pages
from clausecheck.errors import CannotVerify, PolicyError
from clausecheck.facts import APPEARED, CHANGED, GONE, SAME, Page, Population, PublishedPlace
from clausecheck.model import Obligation
from clausecheck.policy.crosschecks import position
from clausecheck.policy.lock import Lock, differences, load_lock, lock_of, not_compared
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System

NOUN: Final = "places of the published policy"
PAGE: Final = "privacy_policy"
DATE: Final = "the date"
POLICY_LOCK: Final = "policy/published.lock"


def places_of(_obligation: Obligation, system: System, audit: Audit) -> Population[PublishedPlace]:
    """Every place of the page or the lock, and the page's date. `CannotVerify` where either cannot be read."""
    locked = _locked(audit)
    shown = pages.called(PAGE, system, audit)
    if len(shown) > 1 or not shown[0].html:
        raise CannotVerify(f"{system.name} has no one page that is its {PAGE}", remedy="name one page only")
    (page,) = shown
    now = _now(page)
    lock, hides = audit.target.lock or POLICY_LOCK, not_compared(locked, now)
    return Population(
        noun=NOUN,
        members=tuple(_places(locked, now, audit)),
        unreadable=pages.unshown(shown),
        warnings=tuple(f"{one} agrees, but for an address that the locked copy hides" for one in hides),
        where_to_look=f"clausecheck policy lock --check --lock {lock} --from {page.address}",
    )


def _locked(audit: Audit) -> Lock:
    name = audit.target.lock or POLICY_LOCK
    remedy = f"make it from the text that the policy was written for: `clausecheck policy lock --from … --lock {name}`"
    if not (Path(audit.folder) / name).is_file():
        raise CannotVerify(f"there is no {name} to hold the page against", remedy=remedy)
    try:
        locked = load_lock(Path(audit.folder) / name)
    except PolicyError:
        raise CannotVerify(f"{name} is no lock", remedy=remedy) from None
    if locked.version != audit.policy_date:
        raise CannotVerify(
            f"{name} is of {locked.version}, and the policy of {audit.policy_date}: it locks another text",
            remedy=remedy,
        )
    return locked


def _now(page: Page) -> Lock:
    try:
        return lock_of(page.html)
    except PolicyError as error:
        why = "; ".join(problem.message for problem in error.problems)
        raise CannotVerify(
            f"{page.label} {why}", remedy="publish the policy with its numbered headings and the day of its last change"
        ) from None


_STATES: Final = {"changed": CHANGED, "appeared": APPEARED, "gone": GONE}


def _places(locked: Lock, now: Lock, audit: Audit) -> Iterator[PublishedPlace]:
    found = {one.clause: _STATES[one.what] for one in differences(locked, now)}
    for clause in sorted({*locked.fingerprints, *now.fingerprints}, key=position):
        yield PublishedPlace(label=clause, state=found.get(clause, SAME))
    date = PublishedPlace(label=DATE, state=SAME)
    yield date if now.version == audit.policy_date else replace(date, state=CHANGED)


subjects, missing = pages.subjects, pages.missing
jobs = partial(pages.jobs, places_of)
