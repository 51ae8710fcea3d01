"""Who may use KMS keys from outside the account: by each key's own policy. Grants of KMS are not read."""

from functools import partial

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.doors.door import Told
from clausecheck.connectors.aws.doors.policies import Doorman
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.redaction import Pseudonyms


def read(account: Account, pseudonyms: Pseudonyms, region: str) -> Told:
    listing = listed(account, "kms", region, "list_keys", "Keys", "KMS keys")
    told = account.each(partial(_key, account, pseudonyms, region), (key["KeyId"] for key in listing.items))
    return tuple(one for each in told for one in each) + listing.unreadable


def _key(account: Account, pseudonyms: Pseudonyms, region: str, key: str) -> Told:
    try:
        answer = asked(account, "kms", region, "get_key_policy", KeyId=key, PolicyName="default")
    except Unanswered as failure:
        return (missing(f"policy of key {key}", region, failure),)
    return Doorman(account.id, pseudonyms).doors(f"key {key}", answer.get("Policy"), region)
