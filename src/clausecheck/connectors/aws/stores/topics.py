"""SNS topics: one listing of ARNs, and one question each, for the listing gives nothing but ARNs.

A topic without a KMS key has no server-side encryption. AWS says that the disks below SNS are encrypted all the same
(SNS developer guide, "Data encryption"), but names neither cipher nor key, and nobody can check it: AES-256 is shown
by the topic's own key or not at all. Such a topic counts as not encrypted.
"""

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.connectors.aws.stores.store import Found, found, store
from clausecheck.facts import Store, Unreadable


def read(account: Account, region: str) -> Found:
    listing = listed(account, "sns", region, "list_topics", "Topics", "SNS topics")
    return found(listing, account.each(lambda topic: _topic(account, region, topic["TopicArn"]), listing.items))


def _topic(account: Account, region: str, arn: str) -> Store | Unreadable:
    name = arn.rsplit(":", 1)[-1]
    try:
        answer = asked(account, "sns", region, "get_topic_attributes", TopicArn=arn)
    except Unanswered as failure:
        return missing(f"SNS topic {name}", region, failure)
    key = answer.get("Attributes", {}).get("KmsMasterKeyId", "")
    return store("topic", name, region, encrypted=bool(key), key=key)
