"""Clause 4.1.c."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Administrator, Population


@pytest.mark.obligation("mfa")
def test_administrators_use_mfa(administrators: Population[Administrator]) -> None:
    """Everybody who can administer a system signs in with a second factor, without exception.

    A stolen password or key must not be enough to reach personal data. Administrators are counted by what they can
    do, not by what they are called: through groups within groups, wildcard policies, roles that they may assume or
    activate, and as root, in each directory, identity provider, cloud and application of the target; and once more as
    people, whoever has several accounts being one. Enrolled is not enforced: a second factor that can be skipped
    protects nothing. What happens at an identity provider that the target does not name is never taken for protected.

    Violated: an administrator has no second factor enrolled, or can reach administration without it: with an access
    key that no policy asks for one, by a flow or rule that lets it be skipped, or because a policy leaves them out.

    Remedy: enrol a device for each administrator; let policies ask for it everywhere, leaving nobody out; in AWS delete
    the access keys of administrators and of root, or allow what they may do only with
    `Bool: {aws:MultiFactorAuthPresent: true}`, and role trusts likewise.

    Source: NIST SP 800-53r5 IA-2(1); CIS AWS Foundations Benchmark 1.4, 1.5 and 1.10; ISO/IEC 27001:2022 A.8.5; FTC
    Safeguards Rule, 16 CFR 314.4(c)(5).
    """
    not_enrolled = [one for one in administrators if one.mfa_enrolled is False]
    not_enforced = [one for one in administrators if one.mfa_enforced is False]
    unprotected = [one for one in administrators if one.mfa_enrolled is False or one.mfa_enforced is False]
    if unprotected:
        raise Violation(
            promised="Every administrator signs in with a second factor.",
            found="Without a second factor that is enrolled and enforced",
            offenders=unprotected,
            remedy="Enrol a device for each, let policies ask for it and leave nobody out; delete their access keys.",
            counts={"not_enrolled": len(not_enrolled), "not_enforced": len(not_enforced)},
        )
