"""The doors that a plan opens to outside the account: policies of resources, access lists, trusts of roles."""

from collections.abc import Iterator

from clausecheck.connectors.aws.doors.door import Door, doubtful, open_to_all
from clausecheck.connectors.aws.doors.policies import Doorman
from clausecheck.connectors.protocol import Context
from clausecheck.connectors.terraform.identity import NOT_TOLD
from clausecheck.connectors.terraform.plan import Plan, Resource
from clausecheck.facts import Unreadable
from clausecheck.targets.model import System

_DOCUMENTS = {
    "aws_s3_bucket_policy": "policy", "aws_s3_bucket": "policy", "aws_kms_key": "policy",
    "aws_kms_key_policy": "policy",
    "aws_sqs_queue_policy": "policy", "aws_sqs_queue": "policy", "aws_sns_topic_policy": "policy",
    "aws_sns_topic": "policy", "aws_secretsmanager_secret_policy": "policy", "aws_ecr_repository_policy": "policy",
    "aws_efs_file_system_policy": "policy", "aws_opensearch_domain_policy": "access_policies",
    "aws_iam_role": "assume_role_policy", "aws_backup_vault_policy": "policy",
}  # fmt: skip
_COMPUTED = {"aws_s3_bucket", "aws_kms_key", "aws_sqs_queue", "aws_sns_topic"}
"""Where the attribute is optional: unless the plan sets it, AWS's own default is taken, which lets in nobody else."""
_PUBLIC_LISTS = {"public-read", "public-read-write", "authenticated-read"}
_BUCKET = "aws_s3_bucket"


def doors_of(plan: Plan, system: System, context: Context) -> Iterator[Door | Unreadable]:
    """Every door of the plan."""
    doorman = Doorman(str(system.settings.get("account") or ""), context.pseudonyms)
    for one in plan.resources:
        if one.type in _DOCUMENTS:
            yield from _by_policy(plan, one, doorman)
        is_public = one.type in {"aws_s3_bucket_acl", _BUCKET} and one.text("acl") in _PUBLIC_LISTS
        if is_public and not _is_blocked(plan, one, "ignore_public_acls"):
            yield open_to_all(_thing(one), "access list", one.region)


def _by_policy(plan: Plan, one: Resource, doorman: Doorman) -> Iterator[Door | Unreadable]:
    attribute = _DOCUMENTS[one.type]
    if not one.knows(attribute):
        if one.type not in _COMPUTED or attribute in one.references:
            yield doubtful(_thing(one), "policy", NOT_TOLD, one.region)
        return
    told = doorman.doors(_thing(one), one.values.get(attribute), one.region) if one.values.get(attribute) else ()
    is_public = any(isinstance(door, Door) and door.everybody for door in told)
    if is_public and "bucket" in one.type and _is_blocked(plan, one, "restrict_public_buckets"):
        return
    yield from told


def _is_blocked(plan: Plan, one: Resource, block: str) -> bool:
    """Whether a block on public access of the same bucket, or of the account, takes this door away."""
    if any(wide.flag(block, default=False) for wide in plan.of("aws_s3_account_public_access_block")):
        return True
    return any(
        blocked.flag(block, default=False) and _is_same_bucket(plan, blocked, one)
        for blocked in plan.of("aws_s3_bucket_public_access_block")
    )


def _is_same_bucket(plan: Plan, one: Resource, other: Resource) -> bool:
    if one.text("bucket") and one.text("bucket") == other.text("bucket"):
        return True
    buckets = [other] if other.type == _BUCKET else plan.meant(other, "bucket", _BUCKET)
    return any(bucket in buckets for bucket in plan.meant(one, "bucket", _BUCKET))


def _thing(one: Resource) -> str:
    return f"{one.type.removeprefix('aws_').replace('_', ' ')} {one.address}"
