"""Whether what is published to a topic reaches anybody: a subscription that its owner has confirmed."""

from collections.abc import Iterable, Mapping
from typing import Any

from clausecheck.connectors.aws.calls import pages
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account

_PARTS = 6
_ELSEWHERE = "its notifications go to no topic of SNS: whether anybody gets them cannot be told from here"


class Topics:
    """The topics that alarms name, each asked about once."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._told: dict[str, bool | Unanswered] = {}

    def reach_somebody(self, actions: Iterable[str]) -> tuple[bool | None, str]:
        """Whether one of these ARNs is a topic with a confirmed subscriber; `None`, and why, where nobody can tell."""
        untold = ""
        for action in dict.fromkeys(actions):
            heard = self._has_subscriber(action) if _is_topic(action) else None
            if heard is True:
                return True, ""
            if heard is None:
                untold = _ELSEWHERE
            elif isinstance(heard, Unanswered):
                untold = f"who gets its notifications could not be read: {heard.why}; {heard.remedy}"
        return (None, untold) if untold else (False, "")

    def _has_subscriber(self, arn: str) -> bool | Unanswered:
        if arn not in self._told:
            self._told[arn] = _asked(self._account, arn)
        return self._told[arn]


def _is_topic(arn: str) -> bool:
    """Whether it reads `arn:aws:sns:region:account:name`."""
    parts = arn.split(":")
    return len(parts) == _PARTS and parts[2] == "sns"


def _asked(account: Account, arn: str) -> bool | Unanswered:
    """Whether the topic has a subscription with an ARN: one that waits for its owner has only a word in its place."""
    region = arn.split(":")[3]
    try:
        answers = pages(account, "sns", region, "list_subscriptions_by_topic", TopicArn=arn)
        return any(_is_confirmed(one) for page in answers for one in page.get("Subscriptions") or ())
    except Unanswered as failure:
        return False if failure.code == "NotFound" else failure


def _is_confirmed(subscription: Mapping[str, Any]) -> bool:
    return str(subscription.get("SubscriptionArn", "")).startswith("arn:")
