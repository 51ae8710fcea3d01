"""S3 replication: each rule that is enabled, and where its destination lies, as far as the account can tell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.outflows.copies import Copy, Told
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Unreadable

_NOTHING = "ReplicationConfigurationNotFoundError"
KIND = "replication"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The buckets of the account with the region of each."""

    regions: Mapping[str, str]
    unreadable: tuple[Unreadable, ...] = ()


def listed_with_regions(account: Account) -> Listed:
    """Every bucket. The listing tells the region; a bucket of which it does not is asked for its own."""
    listing = listed(account, "s3", account.regions[0], "list_buckets", "Buckets", "S3 buckets")
    names = {bucket["Name"]: bucket.get("BucketRegion") for bucket in listing.items}
    told = account.each(partial(_located, account), [name for name, region in names.items() if not region])
    located = {name: region for name, region in told if isinstance(region, str)}
    unreadable = tuple(region for _, region in told if isinstance(region, Unreadable))
    known = {name: region for name, region in names.items() if region}
    return Listed(regions={**known, **located}, unreadable=listing.unreadable + unreadable)


def _located(account: Account, name: str) -> tuple[str, str | Unreadable]:
    try:
        answer = asked(account, "s3", account.regions[0], "get_bucket_location", Bucket=name)
    except Unanswered as failure:
        return name, missing(f"region of bucket {name}", "", failure)
    # "" is us-east-1, and "EU" eu-west-1, in buckets of the first days (S3 API reference, GetBucketLocation).
    place = answer.get("LocationConstraint") or "us-east-1"
    return name, "eu-west-1" if place == "EU" else str(place)


def replications(account: Account, buckets: Listed) -> Told:
    told = account.each(lambda place: _of_bucket(account, buckets, *place), buckets.regions.items())
    return tuple(one for each in told for one in each)


def _of_bucket(account: Account, buckets: Listed, name: str, region: str) -> Told:
    try:
        answer = asked(account, "s3", region, "get_bucket_replication", Bucket=name)
    except Unanswered as failure:
        return () if failure.code == _NOTHING else (missing(f"replication of bucket {name}", "", failure),)
    rules = answer.get("ReplicationConfiguration", {}).get("Rules") or ()
    return tuple(_copies(account, buckets, name, rules))


def _copies(account: Account, buckets: Listed, name: str, rules: Any) -> Iterator[Copy]:
    for rule in rules:
        target = rule.get("Destination") or {}
        other = str(target.get("Bucket", "")).rsplit(":", 1)[-1]
        if rule.get("Status") == "Enabled":
            yield _copy(account, buckets, name, other, str(target.get("Account", "")))


def _copy(account: Account, buckets: Listed, name: str, other: str, owner: str) -> Copy:
    """A destination that the account does not list is somebody else's, whoever that is."""
    is_own = other in buckets.regions or (bool(buckets.unreadable) and owner in ("", account.id))
    to = "" if is_own else f"account {owner}" if owner and owner != account.id else f"bucket {other} of another account"
    label = f"{KIND} of bucket {name} to bucket {other}"
    return Copy(
        label=f"{label} of account {owner}" if to.startswith("account") else label,
        kind=KIND,
        region=buckets.regions.get(other, ""),
        to=to,
        names=(owner, other) if to else (),
    )
