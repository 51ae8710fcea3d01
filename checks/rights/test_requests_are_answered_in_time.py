"""Clauses 5.1 to 5.3: a right that is answered whenever it suits the company is none."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("request_deadline")
def test_requests_are_answered_in_time(records: Records) -> None:
    """Every request of a person is answered in time, and a refusal says why and where to complain.

    The time runs from the day on which the request arrives on any channel. By default it is a calendar month, moved on
    to the next working day, stopped while it is in doubt who asks, and longer only where notice of that went out within
    the first month. California counts days, and asks for an acknowledgement as well. What people wrote to the mailbox
    or a ticket counts even where nobody entered it into the register.

    Violated: a request was answered, refused or withdrawn after its last day, or is still open then; a refusal lacks a
    reason or a complaint route; an acknowledgement is missing or late; a request in the mailbox is not in the register,
    or stands there as received later.

    Remedy: answer what is overdue today, and enter every request on the day it arrives.

    Source: GDPR Art. 12(3) and (4), Regulation (EEC, Euratom) 1182/71 Art. 3; Cal. Civ. Code 1798.130(a)(2),
    11 CCR 7021 and 7026(f).
    """
    mishandled = records["mishandled"]
    if mishandled:
        raise Violation(
            promised="Requests of people are entered when they arrive and answered in time; refusals are explained.",
            found="Overdue, answered late, not acknowledged in time, refused without explanation or not registered",
            offenders=mishandled,
            remedy="Answer what is overdue, explain what was refused, and enter each request on the day it arrives.",
        )
