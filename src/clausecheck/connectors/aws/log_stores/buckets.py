"""Buckets that get logs, of CloudTrail and of S3's own server access logging, and what their life-cycle removes.

A rule counts that is enabled and holds for every object, or for everything below the prefix of the logs. Where versions
are kept, expiry only hides an object: the version stays until the rule for noncurrent versions removes it, so both
times add up (S3 user guide, "Expiring objects"). Without such a rule it stays for ever.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import LogStore, Unreadable

KIND = "bucket of logs"
_NO_RULES = "NoSuchLifecycleConfiguration"
_SIZES = ("ObjectSizeGreaterThan", "ObjectSizeLessThan", "Tag")
_Told = tuple[LogStore | Unreadable, ...]
_Places = dict[tuple[str, str], None]


def read(account: Account) -> _Told:
    """Each bucket of the account into which logs are written, once a prefix."""
    listing = listed(account, "s3", account.regions[0], "list_buckets", "Buckets", "S3 buckets")
    regions = {bucket["Name"]: bucket.get("BucketRegion") or account.regions[0] for bucket in listing.items}
    trails, untold = _of_trails(account)
    logging = account.each(lambda place: _of_bucket(account, *place), regions.items())
    places: _Places = dict.fromkeys(trails)
    places.update(dict.fromkeys(place for each in logging for place in each if isinstance(place, tuple)))
    unread = [one for each in logging for one in each if isinstance(one, Unreadable)]
    own = [(name, prefix) for name, prefix in places if name in regions]
    told = account.each(lambda place: _store(account, regions[place[0]], *place), own)
    return (*told, *untold, *unread, *listing.unreadable)


def _of_trails(account: Account) -> tuple[list[tuple[str, str]], list[Unreadable]]:
    found, untold = [], []
    for region in account.regions:
        try:
            trails = asked(account, "cloudtrail", region, "describe_trails").get("trailList") or ()
        except Unanswered as failure:
            untold.append(missing("CloudTrail trails", region, failure))
            continue
        found += [(str(one.get("S3BucketName", "")), str(one.get("S3KeyPrefix") or "")) for one in trails]
    return found, untold


def _of_bucket(account: Account, name: str, region: str) -> Iterator[tuple[str, str] | Unreadable]:
    """The bucket and prefix into which S3 writes who reads this one, where it does."""
    try:
        told = asked(account, "s3", region, "get_bucket_logging", Bucket=name).get("LoggingEnabled")
    except Unanswered as failure:
        return iter((missing(f"logging of bucket {name}", "", failure),))
    return iter(((str(told.get("TargetBucket", "")), str(told.get("TargetPrefix") or "")),) if told else ())


def _store(account: Account, region: str, name: str, prefix: str) -> LogStore | Unreadable:
    ask = partial(asked, account, "s3", region, Bucket=name)
    try:
        rules = _rules(ask, prefix)
        keeps_versions = ask("get_bucket_versioning").get("Status") in ("Enabled", "Suspended")
    except Unanswered as failure:
        return missing(f"expiry of bucket {name}", "", failure)
    days = _shortest(rules, "Expiration", "Days")
    if days is not None and keeps_versions:
        rest = _shortest(rules, "NoncurrentVersionExpiration", "NoncurrentDays")
        days = None if rest is None else days + rest
    below = f", below {prefix}" if prefix else ""
    return LogStore(
        label=f"{KIND} {name}{below}", kind=KIND, name=name, oldest_at=None, newest_at=None,
        keeps_days=days, never_expires=days is None,
    )  # fmt: skip


def _rules(ask: Any, prefix: str) -> list[Mapping[str, Any]]:
    """The rules that hold for every log below the prefix."""
    try:
        rules = ask("get_bucket_lifecycle_configuration").get("Rules") or ()
    except Unanswered as failure:
        if failure.code != _NO_RULES:
            raise
        return []
    return [rule for rule in rules if rule.get("Status") == "Enabled" and _holds(rule, prefix)]


def _holds(rule: Mapping[str, Any], prefix: str) -> bool:
    told = rule.get("Filter") or {}
    told = {**told, **(told.get("And") or {})}
    only = str(told.get("Prefix") or rule.get("Prefix") or "")
    return prefix.startswith(only) and not any(key in told for key in (*_SIZES, "Tags"))


def _shortest(rules: list[Mapping[str, Any]], action: str, key: str) -> int | None:
    days = [rule[action][key] for rule in rules if isinstance((rule.get(action) or {}).get(key), int)]
    return min(days, default=None)
