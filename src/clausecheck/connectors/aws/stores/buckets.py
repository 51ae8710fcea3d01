"""S3 buckets: one listing for the whole account, and one question each, for the listing says nothing of encryption.

Since 2023-01-05 S3 encrypts every new object with AES-256, whatever the bucket says (S3 user guide, "Default
encryption FAQ"), and AWS answers every bucket's configuration. So a bucket without one is not encrypted as promised;
a bucket that is younger than that day holds nothing else than encrypted objects; an older one may hold objects of
the time before, which only an inventory can show. S3 does not tell when a bucket's setting was made.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.connectors.aws.stores.store import Found, found, store
from clausecheck.facts import Store, Unreadable

ENCRYPTED_BY_DEFAULT_SINCE = datetime(2023, 1, 5, tzinfo=UTC)
_SERVER_SIDE = ("AES256", "aws:kms", "aws:kms:dsse")


def read(account: Account, region: str) -> Found:
    """The buckets of the account, in whatever region they lie; `region` is the one that is asked for the list."""
    listing = listed(account, "s3", region, "list_buckets", "Buckets", "S3 buckets")
    return found(listing, account.each(lambda bucket: _bucket(account, bucket, region), listing.items))


def _bucket(account: Account, bucket: Mapping[str, Any], asked_in: str) -> Store | Unreadable:
    name, region = bucket["Name"], bucket.get("BucketRegion") or asked_in
    try:
        answer = asked(account, "s3", region, "get_bucket_encryption", Bucket=name)
    except Unanswered as failure:
        if failure.code == "ServerSideEncryptionConfigurationNotFoundError":
            return store("bucket", name, region, encrypted=False)
        return missing(f"bucket {name}", "", failure)
    return _told(bucket, region, answer)


def _told(bucket: Mapping[str, Any], region: str, answer: Mapping[str, Any]) -> Store:
    rules = answer["ServerSideEncryptionConfiguration"].get("Rules", ())
    default: Mapping[str, str] = next((rule["ApplyServerSideEncryptionByDefault"] for rule in rules
                                       if "ApplyServerSideEncryptionByDefault" in rule), {})  # fmt: skip
    method = default.get("SSEAlgorithm", "")
    told = store(
        "bucket",
        bucket["Name"],
        region,
        encrypted=True if method in _SERVER_SIDE else None,
        key=default.get("KMSMasterKeyID") or ("alias/aws/s3" if method.startswith("aws:kms") else ""),
        managed=method == "AES256",
    )
    return told if bucket["CreationDate"] >= ENCRYPTED_BY_DEFAULT_SINCE else _of_the_time_before(told)


def _of_the_time_before(told: Store) -> Store:
    return replace(
        told,
        encrypted=None,
        untold="made before 2023-01-05, so it may hold objects from before S3 encrypted all of them: an S3 inventory "
        "with the field EncryptionStatus must show that none is left",
    )
