"""SQS queues: one listing of addresses, and one question each, for the listing gives nothing but addresses.

A queue is encrypted under a KMS key, or under SQS's own (`SqsManagedSseEnabled`), else not at all.
"""

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.connectors.aws.stores.store import Found, found, store
from clausecheck.facts import Store, Unreadable

_ASKED = ["KmsMasterKeyId", "SqsManagedSseEnabled"]


def read(account: Account, region: str) -> Found:
    listing = listed(account, "sqs", region, "list_queues", "QueueUrls", "SQS queues")
    return found(listing, account.each(lambda url: _queue(account, region, url), listing.items))


def _queue(account: Account, region: str, url: str) -> Store | Unreadable:
    name = url.rstrip("/").rsplit("/", 1)[-1]
    try:
        answer = asked(account, "sqs", region, "get_queue_attributes", QueueUrl=url, AttributeNames=_ASKED)
    except Unanswered as failure:
        return missing(f"SQS queue {name}", region, failure)
    told = answer.get("Attributes", {})
    key, managed = told.get("KmsMasterKeyId", ""), told.get("SqsManagedSseEnabled", "false").lower() == "true"
    return store("queue", name, region, encrypted=bool(key) or managed, key=key, managed=managed)
