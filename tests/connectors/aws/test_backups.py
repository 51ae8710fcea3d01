"""Backups and what they protect. Moto lists no recovery points and keeps no lock dates: those answers are stubbed, and
botocore holds each against AWS's own description of the call.
"""

from datetime import UTC, datetime, timedelta

import pytest
from botocore.stub import Stubber

from clausecheck.connectors.aws.backups import backups, points, protected, snapshots
from clausecheck.connectors.aws.sessions import opened
from fixtures.worlds.planted import found_in

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LOCKED = {"Locked": True, "LockDate": NOW - timedelta(days=1)}


def one(population, name):
    [found] = [member for member in population if member.name == name or member.label.endswith(name)]
    return found


def test_databases_volumes_and_tables_with_and_without_backups(world, context):
    system, _ = world(
        databases=[{"name": "crm", "backups": True}, {"name": "scratch", "encrypted": False}],
        snapshots=[{"name": "scratch-once", "of": "scratch"}],
        volumes=[{"snapshots": 1}, {}],
        tables=[{"name": "sessions"}],
        file_systems=[{"name": "shared"}],
        buckets=[{"name": "backups-not-asked"}],
    )
    told = protected(system, context)
    assert not told.unreadable
    assert sorted(store.label.split()[0] for store in told) == [
        "database",
        "database",
        "file",
        "table",
        "volume",
        "volume",
    ]
    automated, continuous = one(told, "crm").backups
    assert continuous.label == "continuous backup of crm in us-east-1"
    assert automated.expires_at - automated.taken_at == timedelta(days=1)
    assert (automated.encrypted, automated.algorithm, automated.is_apart) == (True, "AES-256", False)
    manual, _ = one(told, "scratch").backups
    assert (manual.encrypted, manual.never_expires, manual.untold) == (False, True, "")
    assert sorted(len(store.backups) for store in told if store.label.startswith("volume")) == [0, 1]
    assert one(told, "sessions").backups == ()
    assert len(backups(system, context)) == 5


def point(**more):
    arn = "arn:aws:rds:us-east-1:123456789012:db:crm"
    told = {
        "RecoveryPointArn": "arn:aws:backup:us-east-1:1:recovery-point:7",
        "ResourceArn": arn,
        "Status": "COMPLETED",
    }
    return {**told, "ResourceType": "RDS", "CreationDate": NOW, "CompletionDate": NOW, "IsEncrypted": True, **more}


@pytest.mark.parametrize(
    ("vault", "is_apart"),
    [
        ({}, False),
        ({"Locked": True}, False),  # in governance mode somebody may lift it
        (LOCKED, True),
        ({"Locked": True, "LockDate": NOW + timedelta(days=1)}, False),
        ({"Locked": False, "LockDate": NOW - timedelta(days=1)}, False),
        ({"VaultType": "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"}, True),
    ],
)
def test_what_lies_apart_by_the_lock_of_its_vault(world, vault, is_apart):
    [taken] = read(world, vault, [point()])
    assert taken.backup.is_apart is is_apart
    assert (taken.kind, taken.backup.of, taken.region) == ("database", "crm", "us-east-1")


@pytest.mark.parametrize(
    ("more", "expires", "never"),
    [
        ({}, None, True),
        ({"Lifecycle": {"DeleteAfterDays": 35}}, NOW + timedelta(days=35), False),
        ({"CalculatedLifecycle": {"DeleteAt": NOW + timedelta(days=34)}}, NOW + timedelta(days=34), False),
        ({"Lifecycle": {"DeleteAfterDays": -1}}, None, True),
    ],
)
def test_when_a_recovery_point_goes(world, more, expires, never):
    [taken] = read(world, LOCKED, [point(**more)])
    assert (taken.backup.expires_at, taken.backup.never_expires) == (expires, never)


def test_what_is_not_complete_is_no_backup_and_what_is_not_told_is_said(world):
    assert read(world, LOCKED, [point(Status="PARTIAL"), point(Status="EXPIRED"), point(Status="DELETING")]) == ()
    told = point()
    del told["IsEncrypted"]
    [taken] = read(world, LOCKED, [told])
    assert (taken.backup.encrypted, bool(taken.backup.unsure)) == (None, True)
    [other] = read(world, LOCKED, [point(ResourceType="VirtualMachine")])
    assert other.backup.unsure


def read(world, vault, found):
    system, _ = world()
    account = opened(system)
    with Stubber(account.client("backup", "us-east-1")) as stub:
        stub.add_response("list_backup_vaults", {"BackupVaultList": [{"BackupVaultName": "nightly", **vault}]})
        stub.add_response("list_recovery_points_by_backup_vault", {"RecoveryPoints": found})
        return points.read(account, "us-east-1", NOW)


def test_a_snapshot_that_a_policy_made_and_a_continuous_backup(world):
    system, _ = world()
    account = opened(system)
    tags = [{"Key": "aws:dlm:lifecycle-policy-id", "Value": "p"}]
    by_policy = {"SnapshotId": "snap-1", "VolumeId": "vol-1", "OwnerId": account.id, "State": "completed",
                 "StartTime": NOW, "Encrypted": True, "Tags": tags}  # fmt: skip
    with Stubber(account.client("ec2", "us-east-1")) as stub:
        stub.add_response("describe_snapshots", {"Snapshots": [by_policy, {**by_policy, "State": "pending"}]})
        [taken] = snapshots.of_volumes(account, "us-east-1")
    assert (taken.backup.never_expires, taken.backup.expires_at) == (False, None)
    assert "a policy made it" in taken.backup.untold
    database = {"DBInstanceIdentifier": "crm", "LatestRestorableTime": NOW, "BackupRetentionPeriod": 14,
                "StorageEncrypted": True}  # fmt: skip
    with Stubber(account.client("rds", "us-east-1")) as stub:
        stub.add_response("describe_db_instances", {"DBInstances": [database]})
        stub.add_response("describe_db_snapshots", {"DBSnapshots": []})
        [continuous] = snapshots.of_databases(account, "us-east-1")
    assert (continuous.backup.taken_at, continuous.backup.expires_at) == (NOW, NOW + timedelta(days=14))


DENIABLE = ("rds:DescribeDBSnapshots", "ec2:DescribeSnapshots", "dynamodb:DescribeContinuousBackups",
            "dynamodb:ListBackups", "backup:ListBackupVaults")  # fmt: skip


def test_a_listing_of_backups_that_is_denied_leaves_no_store_without_a_doubt(world, context):
    system, front = world(databases=[{"name": "crm"}], tables=[{"name": "sessions"}])
    assert {store.gap for store in protected(system, context)} == {""}
    for operation in DENIABLE:
        front.deny = (operation,)
        told = protected(system, context)
        assert all("AWS answered " in store.gap for store in told), operation
        assert all(store.untold for store in told)
        assert not found_in(repr(told))
