"""Clause 5.4.b: notification settings."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("notification_settings")
def test_notification_settings_are_obeyed(records: Records) -> None:
    """No notification goes out that its recipient had switched off.

    A switch that does nothing is worse than none. Each notification is held against the history of the recipient's
    settings: the latest one for its topic and channel when it was sent. A change may take a while to be obeyed; the
    policy says how long. Switching on again counts at once.

    Violated: when the notification was sent, its recipient's setting for that topic or channel, or for all of them, had
    been off for longer than a change may take.

    Remedy: let the sending system ask for the settings at the moment of sending, and not copy them.

    Source: the policy itself (5.4); GDPR Art. 5(1)(a).
    """
    switched_off = records["switched_off"]
    if switched_off:
        raise Violation(
            promised="People choose which notifications they get, and the choice is obeyed.",
            found="Sent although its recipient had switched it off",
            offenders=switched_off,
            remedy="Let the sending system ask for the settings at the moment of sending.",
        )
