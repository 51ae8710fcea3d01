"""Clauses 3, 5.3 and 6: what nobody looks at is not honoured."""

import pytest

from clausecheck.errors import CannotVerify
from clausecheck.facts import Listed, Population


@pytest.mark.obligation("mapped_scope")
def test_everything_in_scope_is_mapped(scope: Population[Listed]) -> None:
    """Everything that holds personal data stands in the target, so that the other checks look at it.

    A table, a bucket or a processor that the target does not mention is disclosed, kept and forgotten at a request for
    erasure without anybody noticing. What the databases and the cloud list themselves, and what the registers of
    processors and processing activities name, is held against the target.

    Violated: never. What is not mapped may hold personal data or none; it leaves the clause unverified, by name.

    Remedy: map it as a dataset or a system, or declare under `inventory:` of its system whose it is, or why it holds no
    personal data; in a register, name the system or dataset of the target that holds the data.

    Source: GDPR Art. 30 and 5(2); ISO/IEC 27001:2022 A.5.9.
    """
    unmapped = [one.label for one in scope if one.untold]
    if unmapped:
        raise CannotVerify(
            f"{len(unmapped)} of {len(scope)} {scope.noun} are not mapped: {', '.join(unmapped)}",
            remedy="Map each of them in the target, or declare under `inventory:` why it holds no personal data.",
        )
