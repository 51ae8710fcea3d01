"""Calling AWS: whole listings, single questions, and what became of them.

A listing that breaks off keeps the pages it has and says that the rest is missing. An endpoint that was silent once
is not asked again in this reading: a thousand buckets would each wait for the time limit. A listing that does not end
(each page names a next one) is broken off too.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clausecheck.connectors.aws.failures import Unanswered, unanswered
from clausecheck.connectors.aws.sessions import ATTEMPTS, Account
from clausecheck.facts import Unreadable

PAGE_SIZES = {
    "sqs:list_queues": 1000,
    "s3:list_buckets": 10_000,
    "ec2:describe_volumes": 500,
    "ec2:describe_snapshots": 500,
}
"""Operations that give pages only to those who ask for a size: SQS would stop at a thousand queues without a word."""

MOST_PAGES = 10_000
MOST_EMPTY_PAGES = 100
"""AWS may give empty pages between full ones, but not so many in a row."""
MOST_TIME_LIMITS = 10
"""How many of the system's time limits all pages of one listing may take together."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What one listing gave: its items over all pages, and what is missing of it."""

    items: tuple[Any, ...]
    unreadable: tuple[Unreadable, ...] = ()


def listed(account: Account, service: str, region: str, operation: str, key: str, what: str, **terms: Any) -> Listing:
    """Every item of a listing, over all its pages. `what` names it to a reader: "SQS queues"."""
    items: list[Any] = []
    try:
        for page in pages(account, service, region, operation, **terms):
            items.extend(page.get(key) or ())
    except Unanswered as failure:
        return Listing(items=tuple(items), unreadable=(missing(what, region, failure, partly=bool(items)),))
    return Listing(items=tuple(items))


def pages(account: Account, service: str, region: str, operation: str, **terms: Any) -> Any:
    """The pages of a listing, one by one; `Unanswered` where one does not come."""
    size = PAGE_SIZES.get(f"{service}:{operation}")
    sizes = {"PaginationConfig": {"PageSize": size}} if size else {}
    paginator = client(account, service, region).get_paginator(operation)
    try:
        yield from _bounded(paginator.paginate(**terms, **sizes), account.system.time_limit * MOST_TIME_LIMITS)
    except Unanswered:
        raise
    except Exception as error:
        raise _failed(account, service, region, operation, error) from None


def _bounded(answers: Any, seconds: float) -> Iterator[Any]:
    """The pages of a listing, as long as it may be one that ends."""
    end, empty = time.monotonic() + seconds, 0
    for number, page in enumerate(answers, start=1):
        yield page
        empty = 0 if any(value for value in page.values() if isinstance(value, list)) else empty + 1
        if number >= MOST_PAGES or empty >= MOST_EMPTY_PAGES or time.monotonic() > end:
            raise Unanswered(f"the listing did not end after {number:,} pages", "see what answers, or raise time_limit")


def asked(account: Account, service: str, region: str, operation: str, **terms: Any) -> Mapping[str, Any]:
    """The answer to one question; `Unanswered` where it does not come."""
    question = getattr(client(account, service, region), operation)
    try:
        answer: Mapping[str, Any] = question(**terms)
    except Exception as error:
        raise _failed(account, service, region, operation, error) from None
    return answer


def client(account: Account, service: str, region: str) -> Any:
    """The client to ask, unless its endpoint was silent before or does not exist."""
    if (service, region) in account.silent:
        raise Unanswered("not asked again after its endpoint gave no answer", "see that the endpoint can be reached")
    try:
        return account.client(service, region)
    except Exception as error:
        raise unanswered(error, service, "its endpoint", account.system.time_limit) from None


def missing(what: str, region: str, failure: Unanswered, *, partly: bool = False) -> Unreadable:
    """What a failed call leaves unread."""
    place = f"{what} in {region}" if region else what
    return Unreadable(what=f"further {place}" if partly else place, why=failure.why, remedy=failure.remedy)


def _failed(account: Account, service: str, region: str, operation: str, error: Exception) -> Unanswered:
    name = account.client(service, region).meta.method_to_api_mapping[operation]
    failure = unanswered(error, service, name, account.system.time_limit / ATTEMPTS)
    if failure.silent:
        account.silent.add((service, region))
    return failure
