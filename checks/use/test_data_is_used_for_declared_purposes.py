"""Section 2: what personal information is used for."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("declared_purpose")
def test_data_is_used_for_declared_purposes(records: Records) -> None:
    """Personal data are used only for purposes that the policy declares, and only those data that serve the purpose.

    People handed over their data for what they were told. A telephone number that was given for security and serves
    advertising is a new use that nobody agreed to. The policy's items say which purposes there are; the register of
    processing activities says which categories of data each of them needs, and since when; the access log says what
    was done. An entry for an undeclared purpose in the register is a plan to break the promise, and counts as well.

    Violated: an access, or an activity, is for a purpose that the policy does not declare; or an access reads a
    category of data that no activity in force on that day declares for its purpose.

    Remedy: stop that use. If it is to go on, change the policy and tell people first, then the register.

    Source: GDPR Art. 5(1)(b), Art. 6(4) and Art. 30(1)(b); FTC v. Twitter (2022); the published text of section 2.
    """
    undeclared = records["undeclared"]
    if undeclared:
        raise Violation(
            promised="Personal data are used only for declared purposes, each with the data declared for it.",
            found=f"Not declared ({_apart(records)})",
            offenders=undeclared,
            remedy="Stop that use, or change the policy and tell people before it goes on.",
            counts=records.counts,
        )


def _apart(records: Records) -> str:
    purpose, category = (records.counted(name) for name in ("undeclared_purpose", "undeclared_category"))
    return f"for a purpose that the policy does not name {purpose:,}; data not declared for the purpose {category:,}"
