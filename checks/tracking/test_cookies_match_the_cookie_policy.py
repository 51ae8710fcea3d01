"""Section 8 and clauses 1.2.c to 1.2.e: the Cookie Policy, and what is really stored."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import CookieEntry, CookiePolicy, Population, StoredAndTold


@pytest.mark.obligation("cookie_policy")
def test_cookies_match_the_cookie_policy(stored_and_told: Population[CookiePolicy | StoredAndTold]) -> None:
    """A Cookie Policy is linked, can be read, and tells of everything that is stored what for and how long.

    People can only agree to what they were told of. Everything that any visit stored, whatever was chosen in it, is
    looked up in the tables of the Cookie Policy: cookies by their names, and other storage as well. A name may stand
    there as a pattern (`_ga_*`). The duration must be at least as long as the browser really keeps it, with months
    and years at their longest.

    Violated: no page links a Cookie Policy, or there is none where the link leads; something stored is not declared, or
    without a purpose or duration, or is kept longer than declared.

    Remedy: declare what is missing with its purpose and duration, or stop storing it; shorten what lasts too long.

    Source: the published text of section 8; ePrivacy Directive Art. 5(3); GDPR Art. 13(2)(a); CJEU C-673/17, 75-81.
    """
    wrong = [one for one in stored_and_told if not one.untold and _fault(one)]
    if wrong:
        faults = [_fault(one) for one in wrong]
        counts = {fault: faults.count(fault) for fault in dict.fromkeys(faults)}
        raise Violation(
            promised="The Cookie Policy is linked and tells of everything that is stored, what for and how long.",
            found=f"Not so ({'; '.join(f'{fault} {count:,}' for fault, count in counts.items())})",
            offenders=wrong,
            remedy="Declare it with its purpose and duration, or stop storing it.",
            counts=counts,
        )


def _fault(one: CookiePolicy | StoredAndTold) -> str:
    if isinstance(one, CookiePolicy):
        return _of_the_page(one)
    if one.entry is None:
        return "not declared"
    if not one.entry.purpose:
        return "without a purpose"
    if not one.entry.duration:
        return "without a duration"
    return "kept longer than declared" if _outlasts(one, one.entry) else ""


def _of_the_page(policy: CookiePolicy) -> str:
    if not policy.linked:
        return "no link to the policy"
    return "" if policy.is_there else "no policy where the link leads"


def _outlasts(one: StoredAndTold, entry: CookieEntry) -> bool:
    """Whether it stays longer than it is said to. What stays until it is deleted may be deleted in time by the site."""
    if entry.without_end:
        return False
    if entry.with_session:
        return one.stays or one.lasts is not None
    return entry.lasts is not None and one.lasts is not None and one.lasts > entry.lasts
