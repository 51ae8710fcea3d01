"""Who reaches S3 buckets from outside: by policy, by access list, less what the blocks on public access take away.

Of the four blocks two take away what stands already, of the account or of the bucket (S3 user guide, "Blocking public
access"): `RestrictPublicBuckets` leaves of a policy that is public nobody outside the account, `IgnorePublicAcls` of
access lists nobody. Where the owner is enforced, access lists do not count at all. Else every object may have a list of
its own, which no listing shows.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.doors.door import Door, Told, doubtful, once, open_to_all
from clausecheck.connectors.aws.doors.policies import Doorman
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.redaction import Pseudonyms

WAY = "access list"
_NO_BLOCK = "NoSuchPublicAccessBlockConfiguration"
_NO_POLICY = "NoSuchBucketPolicy"
_NO_OWNERSHIP = "OwnershipControlsNotFoundError"
_ALL = ("/AllUsers", "/AuthenticatedUsers")
_OBJECTS = "its objects may have access lists of their own, which could let in everybody: ignore public access lists"

_Blocks = Mapping[str, bool]


def read(account: Account, pseudonyms: Pseudonyms) -> Told:
    """The doors of every bucket, wherever it lies."""
    home = account.regions[0]
    listing = listed(account, "s3", home, "list_buckets", "Buckets", "S3 buckets")
    if not listing.items:
        return listing.unreadable
    blocks = _of_account(account, home)
    told = account.each(partial(_bucket, account, pseudonyms, blocks), listing.items)
    return tuple(one for each in told for one in each) + listing.unreadable


def _of_account(account: Account, region: str) -> _Blocks:
    """The blocks of the account; none where they may not be read: then each bucket has to show its own."""
    try:
        return _told(asked(account, "s3control", region, "get_public_access_block", AccountId=account.id))
    except Unanswered:
        return {}


def _told(answer: Mapping[str, Any]) -> _Blocks:
    blocks = answer.get("PublicAccessBlockConfiguration") or {}
    return {name: value is True for name, value in blocks.items()}


def _bucket(account: Account, pseudonyms: Pseudonyms, blocks: _Blocks, bucket: Mapping[str, Any]) -> Told:
    name, region = bucket["Name"], bucket.get("BucketRegion") or account.regions[0]
    ask = partial(asked, account, "s3", region, Bucket=name)
    try:
        blocks = _together(blocks, ask)
        return (*_by_policy(account, pseudonyms, ask, name, region, blocks),
                *_by_lists(pseudonyms, ask, name, region, blocks))  # fmt: skip
    except Unanswered as failure:
        return (missing(f"who reaches bucket {name}", "", failure),)


def _together(blocks: _Blocks, ask: Any) -> _Blocks:
    if blocks.get("RestrictPublicBuckets") and blocks.get("IgnorePublicAcls"):
        return blocks
    own = _or_none(ask, "get_public_access_block", _NO_BLOCK)
    own = _told(own)
    return {name: bool(blocks.get(name) or own.get(name)) for name in ("RestrictPublicBuckets", "IgnorePublicAcls")}


def _by_policy(
    account: Account, pseudonyms: Pseudonyms, ask: Any, name: str, region: str, blocks: _Blocks
) -> tuple[Door, ...]:
    document = _or_none(ask, "get_bucket_policy", _NO_POLICY).get("Policy")
    doors = Doorman(account.id, pseudonyms).doors(f"bucket {name}", document, region) if document else ()
    told = tuple(door for door in doors if isinstance(door, Door))
    is_public = any(door.everybody for door in told)
    return () if is_public and blocks.get("RestrictPublicBuckets") else told


def _by_lists(pseudonyms: Pseudonyms, ask: Any, name: str, region: str, blocks: _Blocks) -> tuple[Door, ...]:
    thing = f"bucket {name}"
    rules = _or_none(ask, "get_bucket_ownership_controls", _NO_OWNERSHIP).get("OwnershipControls", {}).get("Rules", ())
    if any(rule.get("ObjectOwnership") == "BucketOwnerEnforced" for rule in rules):
        return ()
    answer = ask("get_bucket_acl")
    owner, grants = answer.get("Owner", {}).get("ID"), answer.get("Grants") or ()
    grantees = [grant.get("Grantee") or {} for grant in grants]
    others = [
        one["ID"] for one in grantees if one.get("Type") == "CanonicalUser" and one.get("ID") not in (None, owner)
    ]
    doors = [
        Door(thing=thing, way=WAY, to=pseudonyms.of("principal", one), names=(one,), region=region) for one in others
    ]
    if not blocks.get("IgnorePublicAcls"):
        is_public = any(str(one.get("URI", "")).endswith(_ALL) for one in grantees)
        doors.append(open_to_all(thing, WAY, region) if is_public else doubtful(thing, WAY, _OBJECTS, region))
    return once(doors)


def _or_none(ask: Any, operation: str, nothing: str) -> Mapping[str, Any]:
    """The answer, or an empty one where AWS says that there is nothing of the kind."""
    try:
        answer: Mapping[str, Any] = ask(operation)
    except Unanswered as failure:
        if failure.code != nothing:
            raise
        return {}
    return answer
