"""Material changes of the policy, as their register has them, against what the website's home page announces."""

from functools import partial
from typing import Any, Final, cast

from clausecheck.audit.site import pages
from clausecheck.audit.site.notices import announced
from clausecheck.errors import CannotVerify
from clausecheck.facts import Page
from clausecheck.model import Obligation
from clausecheck.policy.obligations.changes import ChangeAnnouncement
from clausecheck.records.asking import Audit
from clausecheck.targets.model import System

REGISTER: Final = "policy_changes"
HOME: Final = "home"


def changes_of(obligation: Obligation, system: System, audit: Audit) -> Any:
    """The register's changes, each announced or not. `CannotVerify` without a register, or without a home page."""
    register = audit.register(REGISTER)
    if register is None:
        raise CannotVerify(
            f"the target maps no {REGISTER}, so nobody can tell what had to be announced",
            remedy=f"map the register of {REGISTER}",
        )
    page = _home(system, audit)
    from clausecheck.records.changes.announcing import announcements

    stands_for = cast("ChangeAnnouncement", obligation).stands_for
    return announcements(register, stands_for, announced([page], audit.policy_title), pages.unshown([page]), audit)


def _home(system: System, audit: Audit) -> Page:
    if HOME in pages.names(system):
        return pages.called(HOME, system, audit)[0]
    found = next((page for page in pages.pages_of(system, audit) if page.path == "/"), None)
    if found is None or not 200 <= found.status < 300:
        raise CannotVerify(f"the home page of {system.name} was not shown", remedy="name it: `named_pages: {home: /…}`")
    return found


subjects, missing = pages.subjects, pages.missing
jobs = partial(pages.jobs, changes_of)
