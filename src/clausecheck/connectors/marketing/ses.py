"""Amazon SES, read through the API v2: the account's suppression list, and who unsubscribed from its contact lists.

Settings of a system of kind `ses` are those of kind `aws` (`regions`, `profile`, `role_arn`, `account`,
`endpoint_url`), `marketing_groups` and `service_groups` (topics of contact lists), and `tables`.

Moments, by botocore's description of the API: `LastUpdateTime` of a suppressed destination is when SES last put the
address there. `LastUpdatedTimestamp` of a contact is any change of it: its preference has been what it is since then,
and since when before is not told. SES keeps no record of what it sent.
"""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from clausecheck.connectors.https.failures import Unanswered
from clausecheck.connectors.marketing.offered import reaching
from clausecheck.connectors.marketing.reading import MOST_PAGES, MOST_TIME_LIMITS, named, table
from clausecheck.connectors.marketing.rows import Suppression, Tables, address, key_of
from clausecheck.connectors.protocol import Missing
from clausecheck.targets.model import System

NO_SENDS = Missing(
    why="Amazon SES keeps no record of what it sent",
    remedy="publish its sending events to files, and map those as a system of kind sql",
)
_REASONS = {"BOUNCE": "bounce", "COMPLAINT": "complaint"}
_ALL = "every topic"


def read(system: System) -> Tables:
    """The tables of an account in its regions. `CannotVerify` where AWS lets nobody in."""
    # The package first: whoever begins with a part of it may meet another thread that begins with the whole.
    from clausecheck.connectors.aws import sessions

    account = sessions.opened(system)
    return Tables(suppressions=table(system, "suppressions", lambda: _suppressions(account)), sends=NO_SENDS)


def _suppressions(account: Any) -> Iterator[Suppression]:
    until = time.monotonic() + account.system.time_limit * MOST_TIME_LIMITS
    for region in account.regions:
        asked = _Region(account, region, until)
        for one in asked.each("list_suppressed_destinations", "SuppressedDestinationSummaries"):
            yield _suppressed(one, region)
        for contacts in asked.each("list_contact_lists", "ContactLists"):
            name = str(contacts.get("ContactListName") or "")
            for one in asked.each("list_contacts", "Contacts", ContactListName=name):
                yield from _opted_out(one, f"{region} {name}", account.system)


class _Region:
    """Listings of one region. botocore has no paginator for them, so that their tokens are followed here."""

    def __init__(self, account: Any, region: str, until: float) -> None:
        self._account, self._region, self._until = account, region, until

    def each(self, operation: str, key: str, **terms: str) -> Iterator[Mapping[str, Any]]:
        tokens: set[str] = set()
        token = ""
        while token not in tokens:
            tokens.add(token)
            answer = self._answer(operation, terms | ({"NextToken": token} if token else {}))
            if not isinstance(answer.get(key), list):
                raise Unanswered("it gave no list", f"see what answers {operation}")
            yield from answer[key]
            token = str(answer.get("NextToken") or "")
            if not token:
                return
            if len(tokens) >= MOST_PAGES or time.monotonic() > self._until:
                break
        raise Unanswered(
            f"the listing did not end after {len(tokens):,} pages", "see what answers, or raise time_limit"
        )

    def _answer(self, operation: str, terms: Mapping[str, str]) -> Mapping[str, Any]:
        from clausecheck.connectors.aws import calls, failures

        try:
            return calls.asked(self._account, "sesv2", self._region, operation, **terms)
        except failures.Unanswered as failure:
            raise Unanswered(failure.why, failure.remedy) from None


def _suppressed(one: Mapping[str, Any], region: str) -> Suppression:
    reason = str(one.get("Reason") or "")
    return Suppression(
        key=key_of(region, one.get("EmailAddress"), reason),
        email=address(one.get("EmailAddress")),
        since=_aware(one.get("LastUpdateTime")) if reason in _REASONS else None,
        reason=_REASONS.get(reason, reason.lower()),
        source=f"{region} suppression list",
    )


def _opted_out(one: Mapping[str, Any], source: str, system: System) -> Iterator[Suppression]:
    """What a contact opted out of: twice where it concerns marketing, undecided before the last change and certain
    after it; undecided alone where nobody classified the topic.
    """
    marketing, service = named(system.settings, "marketing_groups"), named(system.settings, "service_groups")
    for topic in _topics(one):
        if topic in service:
            continue
        changed = _aware(one.get("LastUpdatedTimestamp")) if topic in marketing | {_ALL} else None
        for at in dict.fromkeys((None, changed)):
            yield Suppression(
                key=key_of(source, one.get("EmailAddress"), topic, at),
                email=address(one.get("EmailAddress")),
                since=at,
                reason="opt_out",
                source=f"{source} {topic}",
            )


def _topics(one: Mapping[str, Any]) -> list[str]:
    if one.get("UnsubscribeAll") is True:
        return [_ALL]
    preferences = one.get("TopicPreferences") or ()
    return [str(each.get("TopicName")) for each in preferences if each.get("SubscriptionStatus") == "OPT_OUT"]


def _aware(at: Any) -> datetime | None:
    if not isinstance(at, datetime):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


FACTS: Mapping[str, Any] = {}
reach = reaching(read, "boto3's own credentials")
