"""Clause 4.2.a: nobody gets in whom nobody let in."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Access, Population
from clausecheck.periods import Calendar
from clausecheck.policy.obligations.security import AuthorisedAccess


@pytest.mark.obligation("authorised_access")
def test_access_is_limited_to_authorised_people(
    obligation: AuthorisedAccess, accesses: Population[Access], calendar: Calendar
) -> None:
    """Personal data can be reached by those who were named for it, and by nobody else.

    Rights pile up: what was granted for an afternoon stays for years, and a right that nobody uses is missed by nobody
    but a thief. Counted is what a system itself lists: owners and grants, members of roles that reach something,
    whoever may do everything, keys and passwords, files, open ports. Databases do not tell when a role was last used;
    clouds do.

    Violated: somebody may reach the data whom the target does not name; everybody may (PUBLIC, an account without a
    name, a file or a port open to all); an access was not used for longer than the stated time; or what proves who
    somebody is proves nothing: no password, or one whose hash is soon undone.

    Remedy: revoke what is not needed, then name who is left under `authorised_roles`; give every account a password
    kept by SCRAM-SHA-256 or ed25519; close files and ports; delete what is not used.

    Source: GDPR Art. 5(1)(f), 25(2) and 32(4); NIST SP 800-53 rev. 5 AC-2(3), AC-3, AC-6 and IA-5(1); ISO/IEC
    27001:2022 A.5.15, A.5.18 and A.8.2; CIS PostgreSQL 15 Benchmark 4 and 5; CIS AWS Foundations Benchmark 1.12, 1.16.
    """
    undeclared = [one for one in accesses if one.declared is False and not one.open_to_everybody]
    opened = [one for one in accesses if one.open_to_everybody]
    unused = [one for one in accesses if one.idle_since and calendar.is_over(obligation.unused_after, one.idle_since)]
    weak = [one for one in accesses if one.weak_secret]
    offending = {id(one) for one in (*undeclared, *opened, *unused, *weak)}
    offenders = [one for one in accesses if id(one) in offending]
    if offenders:
        raise Violation(
            promised="Personal data can be reached only by those who were named for it, and who use it.",
            found="Access of somebody who is not named, of everybody, that nobody uses, or without proof of who it is",
            offenders=offenders,
            remedy="Revoke each, close what is open, give a sound password, or name who may under authorised_roles.",
            counts={
                "undeclared": len(undeclared),
                "undeclared_and_unlimited": sum(one.unlimited for one in undeclared),
                "open_to_everybody": len(opened),
                "unused": len(unused),
                "weak_secret": len(weak),
            },
        )
