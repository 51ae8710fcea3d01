"""Clause 3.4.b: case studies and testimonials."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("testimonial_permission")
def test_testimonials_have_permission(records: Records) -> None:
    """Nobody appears in a case study or testimonial without a permission in writing that still stands.

    A name beside praise is published to the whole world, and cannot be called back. So the permission comes first, it
    is the person's own, it is in writing and on file, and it holds for as long as the text is shown.

    Violated: when it was published, no permission of that person in writing was on file; or it was still shown after
    the permission had been withdrawn.

    Remedy: take the text down until its person has permitted it in writing, and take it down whenever that ends.

    Source: GDPR Art. 7(1) and (3); 16 CFR 255; Cal. Civ. Code 3344; the published text of section 3.4.
    """
    unpermitted = records["unpermitted"]
    if unpermitted:
        raise Violation(
            promised="Nobody appears in a case study or testimonial without having permitted it in writing.",
            found=f"Shown without that (no permission of that person at all {_without(records):,})",
            offenders=unpermitted,
            remedy="Take the text down until its person has permitted it in writing.",
            counts=records.counts,
        )


def _without(records: Records) -> int:
    return records.counted("without_any_permission")
