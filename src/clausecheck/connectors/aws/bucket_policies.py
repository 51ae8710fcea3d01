"""S3 buckets and what their policies say: one listing for the account, one question a bucket.

The bucket's policy alone is read: neither its access control list nor the blocks on public access, which can only
take away what a policy gives. A bucket without a policy lets in nobody by one, and takes plain HTTP.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.identity.policies import Statement, statements_of
from clausecheck.connectors.aws.outsiders import allows_everybody, allows_outsiders
from clausecheck.connectors.aws.plain_http import refuses_plain_http
from clausecheck.connectors.aws.principals import shown
from clausecheck.connectors.aws.sessions import Account, opened
from clausecheck.connectors.protocol import Context
from clausecheck.errors import CannotVerify
from clausecheck.facts import Bucket, PolicyStatement, Population, Unreadable
from clausecheck.redaction import Pseudonyms
from clausecheck.targets.model import System

_NO_POLICY = "NoSuchBucketPolicy"
_NOT_UNDERSTOOD = "its policy is not one that could be read as statements"
_UNKNOWN_PRINCIPAL = "its policy names somebody by an id that does not tell the account"


def buckets(system: System, context: Context) -> Population[Bucket]:
    """Every bucket of the account, wherever it lies. `CannotVerify` where they were not listed."""
    account = opened(system)
    listing = listed(account, "s3", account.regions[0], "list_buckets", "Buckets", "S3 buckets")
    if listing.unreadable and not listing.items:
        raise _nothing(system, listing.unreadable[0])
    told = account.each(partial(_bucket, account, context.pseudonyms), listing.items)
    return Population(
        noun="buckets",
        members=tuple(one for one in told if isinstance(one, Bucket)),
        unreadable=listing.unreadable + tuple(one for one in told if isinstance(one, Unreadable)),
        where_to_look=f"S3 in the AWS console of account {account.id}",
    )


def _nothing(system: System, entry: Unreadable) -> CannotVerify:
    return CannotVerify(
        f"system {system.name}: its buckets were not listed: {entry.why}", tried="s3:ListBuckets", remedy=entry.remedy
    )


def _bucket(account: Account, pseudonyms: Pseudonyms, listed_as: Mapping[str, Any]) -> Bucket | Unreadable:
    name, region = listed_as["Name"], listed_as.get("BucketRegion") or account.regions[0]
    try:
        document = asked(account, "s3", region, "get_bucket_policy", Bucket=name)["Policy"]
    except Unanswered as failure:
        if failure.code != _NO_POLICY:
            return missing(f"policy of bucket {name}", "", failure)
        document = {}
    try:
        statements = statements_of(document)
    except (ValueError, AttributeError, TypeError):
        return _not_understood(name, region)
    return _told(account, pseudonyms, name, region, statements)


def _told(account: Account, pseudonyms: Pseudonyms, name: str, region: str, policy: tuple[Statement, ...]) -> Bucket:
    outsiders = allows_outsiders(policy, account.id)
    return Bucket(
        label=f"bucket {name}",
        name=name,
        region=region,
        statements=tuple(_statement(one, pseudonyms) for one in policy),
        refuses_plain_http=refuses_plain_http(policy, f"arn:{account.caller.split(':')[1]}:s3:::{name}"),
        allows_everybody=allows_everybody(policy),
        allows_outsiders=outsiders,
        untold=_UNKNOWN_PRINCIPAL if outsiders is None else "",
    )


def _not_understood(name: str, region: str) -> Bucket:
    return Bucket(
        label=f"bucket {name}",
        name=name,
        region=region,
        statements=None,
        refuses_plain_http=None,
        allows_everybody=None,
        allows_outsiders=None,
        untold=_NOT_UNDERSTOOD,
    )


def _statement(one: Statement, pseudonyms: Pseudonyms) -> PolicyStatement:
    return PolicyStatement(
        allows=one.allows,
        principals=tuple(shown(kind, who, pseudonyms) for kind, named in one.principals.items() for who in named),
        actions=one.actions,
        all_actions_but=one.all_actions_but,
        resources=one.resources,
        all_resources_but=one.all_resources_but,
        conditions=tuple(f"{operator} {key}" for operator, keys in one.conditions.items() for key in keys),
    )
