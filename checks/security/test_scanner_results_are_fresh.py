"""Clause 4.1.d: a scan of last year says nothing about today."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Population, Scan
from clausecheck.periods import Calendar
from clausecheck.policy.obligations.security import VulnerabilityScan


@pytest.mark.obligation("vulnerability_scan")
def test_scanner_results_are_fresh(obligation: VulnerabilityScan, scans: Population[Scan], calendar: Calendar) -> None:
    """Everything that is scanned for vulnerabilities was scanned recently.

    New holes become known every day. A scanner that stopped running months ago leaves a clean report behind, and
    nobody notices. Each result is as old as it says itself, not as its file.

    Violated: the newest result of something that is scanned is older than the policy allows.

    Remedy: let the scanner run again, and watch that it runs.

    Source: NIST SP 800-53r5 RA-5; PCI DSS 4.0 11.3; FTC Safeguards Rule, 16 CFR 314.4(d)(2); CIS Controls 7.5 and 7.6.
    """
    stale = [one for one in scans if one.done_at and calendar.is_over(obligation.newest_within, one.done_at)]
    if stale:
        raise Violation(
            promised=f"Everything was scanned no longer ago than {obligation.newest_within.in_words()}.",
            found="Not scanned in that time",
            offenders=stale,
            remedy="Let the scanner run again on each, and watch that it runs.",
        )
