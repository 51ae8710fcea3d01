"""Where data lie and go: what moto cannot do is held against answers that satisfy AWS's own description."""

import pytest
from botocore.stub import Stubber

from clausecheck.connectors.aws import FACTS
from clausecheck.connectors.aws.outflows import databases, tables
from clausecheck.connectors.aws.outflows.buckets import listed_with_regions
from clausecheck.connectors.aws.outflows.copies import Copy
from clausecheck.connectors.aws.sessions import opened
from fixtures.worlds.planted import found_in

BUCKET = [{"name": "outflows-one", "block": True}]
PLAN = [{"name": "nightly", "copied_to": "eu-west-1"}]
DENIABLE = [
    ("ec2:DescribeInstances", "EC2 instances in us-east-1", "ec2:DescribeInstances"),
    ("sqs:ListQueues", "SQS queues in us-east-1", "sqs:ListQueues"),
    ("ec2:DescribeRegions", "which regions are switched on", "ec2:DescribeRegions"),
    ("s3:GetBucketLocation", "region of bucket outflows-one", "s3:GetBucketLocation"),
    ("s3:GetBucketReplication", "replication of bucket outflows-one", "s3:GetReplicationConfiguration"),
    ("s3:GetBucketPolicy", "who reaches bucket outflows-one", "s3:GetBucketPolicy"),
    ("s3:GetPublicAccessBlock", "who reaches bucket outflows-one", "s3:GetBucketPublicAccessBlock"),
    ("s3:GetBucketAcl", "who reaches bucket outflows-one", "s3:GetBucketAcl"),
    ("s3:GetBucketOwnershipControls", "who reaches bucket outflows-one", "s3:GetBucketOwnershipControls"),
    ("rds:DescribeGlobalClusters", "RDS global clusters in us-east-1", "rds:DescribeGlobalClusters"),
    ("rds:DescribeDBSnapshotAttributes", "sharing of database snapshot monthly in us-east-1",
     "rds:DescribeDBSnapshotAttributes"),
    ("dynamodb:DescribeTable", "DynamoDB table sessions in us-east-1", "dynamodb:DescribeTable"),
    ("kms:ListKeys", "KMS keys in us-east-1", "kms:ListKeys"),
    ("backup:ListBackupPlans", "backup plans in us-east-1", "backup:ListBackupPlans"),
    ("ec2:DescribeImages", "machine images in us-east-1", "ec2:DescribeImages"),
]  # fmt: skip


def test_each_denied_call_is_an_unreadable_entry_and_never_an_absence(world, context):
    system, front = world(
        buckets=BUCKET,
        plans=PLAN,
        tables=[{"name": "sessions"}],
        databases=[{"name": "crm"}],
        snapshots=[{"name": "monthly", "of": "crm"}],
    )
    whole = FACTS["outflows"](system, context)
    assert not whole.unreadable
    for operation, what, action in DENIABLE:
        front.deny = (operation,)
        population = FACTS["outflows"](system, context)
        assert what in [entry.what for entry in population.unreadable], operation
        assert {entry.remedy for entry in population.unreadable} == {f"allow the auditing identity {action}"}
        assert not found_in(repr(population))


def test_a_plan_that_may_not_be_read(world, context):
    system, front = world(plans=PLAN, volumes=[{}])
    front.deny = ("backup:GetBackupPlan",)
    [entry] = FACTS["outflows"](system, context).unreadable
    assert entry.what.startswith("backup plan ")


@pytest.mark.parametrize("denied", [(), ("s3:GetAccountPublicAccessBlock",)])
def test_the_blocks_of_the_account_spare_the_question_of_each_bucket(world, context, denied):
    system, front = world(blocks=[{}], buckets=BUCKET, deny=denied)
    assert len(FACTS["outflows"](system, context).unreadable) == 0
    assert front.seen.count("s3:GetPublicAccessBlock") == len(denied)


def test_a_global_table_as_aws_describes_it(world):
    """Moto knows no replicas of tables."""
    system, _ = world()
    account = opened(system)
    table = {"TableName": "sessions", "Replicas": [{"RegionName": "us-east-1"}, {"RegionName": "sa-east-1"}]}
    with Stubber(account.client("dynamodb", "us-east-1")) as stub:
        stub.add_response("list_tables", {"TableNames": ["sessions"]})
        stub.add_response("describe_table", {"Table": table})
        assert tables.replicas(account, "us-east-1") == (
            Copy(label="replica of table sessions in sa-east-1", kind="replica", region="sa-east-1"),
        )


def test_replicated_backups_and_replicas_as_aws_describes_them(world):
    """Moto replicates no automated backups."""
    system, _ = world()
    account = opened(system)
    database = {
        "DBInstanceIdentifier": "crm",
        "ReadReplicaDBInstanceIdentifiers": ["crm-here", "arn:aws:rds:eu-west-1:210987654321:db:crm-there"],
        "DBInstanceAutomatedBackupsReplications": [
            {"DBInstanceAutomatedBackupsArn": f"arn:aws:rds:us-west-2:{account.id}:auto-backup:ab-1"}
        ],
    }
    with Stubber(account.client("rds", "us-east-1")) as stub:
        stub.add_response("describe_db_instances", {"DBInstances": [database]})
        here, there, backup = databases.replicas(account, "us-east-1")
    assert (here.region, here.to) == ("us-east-1", "")
    assert (there.region, there.to) == ("eu-west-1", "account 210987654321")
    assert (backup.region, backup.label) == ("us-west-2", "replicated backup of database crm in us-west-2")


def test_a_global_cluster_as_aws_describes_it(world):
    system, _ = world()
    account = opened(system)
    arns = [f"arn:aws:rds:{region}:{account.id}:cluster:crm" for region in ("us-east-1", "eu-west-1")]
    cluster = {"GlobalClusterIdentifier": "crm",
               "GlobalClusterMembers": [{"DBClusterArn": arns[0], "Readers": [arns[1]], "IsWriter": True}]}  # fmt: skip
    with Stubber(account.client("rds", "us-east-1")) as stub:
        stub.add_response("describe_global_clusters", {"GlobalClusters": [cluster]})
        assert [one.region for one in databases.global_clusters(account, "us-east-1")] == ["us-east-1", "eu-west-1"]


@pytest.mark.parametrize(("constraint", "region"), [("", "us-east-1"), ("EU", "eu-west-1"), ("sa-east-1", "sa-east-1")])
def test_the_region_of_a_bucket_of_the_first_days(world, constraint, region):
    system, _ = world()
    account = opened(system)
    with Stubber(account.client("s3", "us-east-1")) as stub:
        stub.add_response("list_buckets", {"Buckets": [{"Name": "old"}, {"Name": "new", "BucketRegion": "eu-north-1"}]})
        stub.add_response("get_bucket_location", {"LocationConstraint": constraint})
        assert listed_with_regions(account).regions == {"old": region, "new": "eu-north-1"}
