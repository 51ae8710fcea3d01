"""Clause 4.1.e: somebody would notice."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Monitor, Population
from clausecheck.policy.obligations.security import SecurityMonitoring


@pytest.mark.obligation("security_monitoring")
def test_security_is_monitored(obligation: SecurityMonitoring, monitors: Population[Monitor]) -> None:
    """Everything that is done to the systems is recorded and watched, everywhere, and alarms reach somebody.

    Intruders stay for months where nobody looks. They use the region that nobody watches, switch off the trail, or
    change it afterwards; and an alarm that is sent to nobody is none. So every region that is switched on counts, not
    only those in use.

    Violated: in some place an audit trail, threat detection or the record of configuration is missing or switched off;
    a trail can be changed unnoticed; its newest entry is older than it may be; or an alarm reaches nobody.

    Remedy: switch on what is missing in each place named, let the trail validate its files, and confirm a subscription
    to the topic of each alarm.

    Source: GDPR Art. 32(1)(b) and (d), 33; NIST SP 800-53r5 AU-2, AU-9, SI-4; CIS AWS Foundations Benchmark 3.1 to 3.3
    and section 4; ISO/IEC 27001:2022 A.8.15 and A.8.16.
    """
    within = obligation.newest_within
    off = [one for one in monitors if one.on is False]
    silent = [one for one in monitors if one.newest_at is not None and within.end(one.newest_at) < one.seen_at]
    changeable = [one for one in monitors if one.tamper_evident is False]
    unheard = [one for one in monitors if one.reaches_somebody is False]
    offenders = list(dict.fromkeys([*off, *silent, *changeable, *unheard]))
    if offenders:
        raise Violation(
            promised=f"Trails, detection and alarms are on everywhere, with news of the last {within.in_words()}.",
            found="Off, silent, open to change, or heard by nobody",
            offenders=offenders,
            remedy="Switch on what is missing in each place, let trails validate their files, and subscribe to alarms.",
            counts={"off": len(off), "silent": len(silent), "changeable": len(changeable), "unheard": len(unheard)},
        )
