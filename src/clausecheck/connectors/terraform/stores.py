"""The stores that a plan makes, with the encryption that it sets or that AWS gives without being asked.

Defaults are the provider's and AWS's own: databases, clusters, volumes and file systems are not encrypted unless the
plan says so (or switches on encryption by default for volumes); new buckets, DynamoDB tables and log groups always are;
a new queue lies under SQS's own key unless that is switched off; a topic without a key is not encrypted (see
`connectors.aws.stores`).
"""

from collections.abc import Callable, Iterator, Mapping

from clausecheck.connectors.aws.ciphers import algorithm_of
from clausecheck.connectors.protocol import Context
from clausecheck.connectors.terraform.others import others
from clausecheck.connectors.terraform.plan import UNKNOWN, Plan, Resource, plan_of
from clausecheck.facts import Population, Store
from clausecheck.targets.model import System


def stores(system: System, context: Context) -> Population[Store]:  # noqa: ARG001 - as every fact
    """Every store of the plan. `CannotVerify` as `plan_of` says."""
    plan = plan_of(system)
    by_default = any(one.flag("enabled", default=True) for one in plan.of("aws_ebs_encryption_by_default"))
    return Population(
        noun="stores",
        members=tuple(store for one in plan.resources for store in _stores(one, by_default=by_default)),
        unreadable=others(plan),
        told_in_full_by="the plan",
    )


def _stores(one: Resource, *, by_default: bool) -> Iterator[Store]:
    if one.type in _FLAGGED:
        kind, flag = _FLAGGED[one.type]
        yield _store(kind, one, one.flag(flag, default=by_default and kind == "volume"))
    elif one.type in _ALWAYS:
        yield _store(_ALWAYS[one.type], one, encrypted=True)
    elif one.type in _ASKED:
        kind, encrypted = _ASKED[one.type]
        yield _store(kind, one, encrypted(one))
    elif one.type == "aws_instance":
        for block in ("root_block_device", "ebs_block_device"):
            yield from _disks(one, block, by_default=by_default)


def _disks(one: Resource, block: str, *, by_default: bool) -> Iterator[Store]:
    """The disks of a machine. A root disk that the plan does not describe is as its image is, or as by default."""
    described = one.blocks(block)
    for number, disk in enumerate(described):
        told = disk.get("encrypted")
        encrypted = by_default if told is None and one.knows(block) else told if isinstance(told, bool) else None
        yield _store("volume", one, encrypted, name=f"{one.address}.{block}[{number}]")
    if block == "root_block_device" and not described:
        yield _store("volume", one, True if by_default else None, name=f"{one.address}.{block}")


def _store(kind: str, one: Resource, encrypted: bool | None, *, name: str = "") -> Store:
    algorithm = algorithm_of(kind, one.region) if encrypted else None
    untold = "" if encrypted is not None else f"whether it is encrypted is not told: {UNKNOWN}"
    if encrypted and algorithm is None:
        untold = "encrypted, but no AWS documentation names the cipher"
    return Store(
        label=f"{kind} {name or one.address}",
        kind=kind,
        region=one.region,
        name=name or one.address,
        encrypted=encrypted,
        algorithm=algorithm,
        key_usable=True if encrypted else None,  # a key that is made together with its store is enabled
        untold=untold,
    )


def _queue(one: Resource) -> bool | None:
    return True if one.text("kms_master_key_id") else one.flag("sqs_managed_sse_enabled", default=True)


def _topic(one: Resource) -> bool | None:
    return bool(one.text("kms_master_key_id")) if one.knows("kms_master_key_id") else True


def _search(one: Resource) -> bool | None:
    return any(block.get("enabled") is True for block in one.blocks("encrypt_at_rest"))


def _stream(one: Resource) -> bool | None:
    return one.text("encryption_type").upper() == "KMS"


_FLAGGED: Mapping[str, tuple[str, str]] = {
    "aws_db_instance": ("database", "storage_encrypted"),
    "aws_rds_cluster": ("database cluster", "storage_encrypted"),
    "aws_docdb_cluster": ("database cluster", "storage_encrypted"),
    "aws_neptune_cluster": ("database cluster", "storage_encrypted"),
    "aws_db_snapshot_copy": ("database snapshot", "encrypted"),
    "aws_ebs_volume": ("volume", "encrypted"),
    "aws_ebs_snapshot_copy": ("volume snapshot", "encrypted"),
    "aws_efs_file_system": ("file system", "encrypted"),
    "aws_redshift_cluster": ("warehouse", "encrypted"),
    "aws_elasticache_replication_group": ("cache", "at_rest_encryption_enabled"),
}
_ALWAYS: Mapping[str, str] = {
    "aws_s3_bucket": "bucket",
    "aws_dynamodb_table": "table",
    "aws_cloudwatch_log_group": "log group",
}
_ASKED: Mapping[str, tuple[str, Callable[[Resource], bool | None]]] = {
    "aws_sqs_queue": ("queue", _queue),
    "aws_sns_topic": ("topic", _topic),
    "aws_opensearch_domain": ("search index", _search),
    "aws_kinesis_stream": ("stream", _stream),
}


def places(plan: Plan) -> Iterator[Resource]:
    """Every resource in which data lie."""
    kinds = {*_FLAGGED, *_ALWAYS, *_ASKED, "aws_instance"}
    return (one for one in plan.resources if one.type in kinds)
