"""Clause 4.3.c: a disk that leaves takes nothing along."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records
from clausecheck.policy.obligations.security import MediaDisposal


@pytest.mark.obligation("media_disposal")
def test_media_disposal_is_certified(obligation: MediaDisposal, records: Records) -> None:
    """Each disk, tape or machine that was retired has a certificate that it was destroyed or wiped.

    Disks with customers' data turn up on auction sites years later. A certificate names who destroyed which medium
    and when; without one, nobody can tell where it lies.

    Violated: a medium was retired longer ago than a certificate may take, and none was issued since. A certificate
    from before the retirement is of an earlier life of the medium. One that came late counts.

    Remedy: find the medium, have it destroyed or wiped, and enter the certificate.

    Source: GDPR Art. 5(1)(f) and 32; FTC Disposal Rule, 16 CFR § 682.3; NIST SP 800-88 rev. 1, § 4.8; ISO/IEC
    27001:2022 A.7.14.
    """
    uncertified = records["uncertified"]
    if uncertified:
        raise Violation(
            promised="Retired media are destroyed or wiped, with a certificate within "
            f"{obligation.certified_within.in_words()}.",
            found="Retired without a certificate of disposal",
            offenders=uncertified,
            remedy="Find each medium, have it destroyed or wiped, and enter the certificate.",
            counts=records.counts,
        )
