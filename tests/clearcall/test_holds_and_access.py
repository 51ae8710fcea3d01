"""Holds, administrators and stores: what the listing says, and what the systems themselves answer."""

import json
from datetime import date

import pytest

from fixtures.clearcall import cloud

STAFF_WITHOUT = 1


def test_holds_are_approved_explained_and_reviewed(rows, expected):
    wanting = [
        hold
        for hold in rows.rows("legal_holds")
        if hold["released_at"] is None
        and not (hold["approver"] and hold["reason"] and date.fromisoformat(hold["review_on"]) >= rows.today)
    ]
    assert len(wanting) == expected(rows, "6", "legal_holds_are_reviewed")


@pytest.fixture
def aws(built):
    """The account as boto3 sees it, for as long as the company stands."""
    import boto3

    def client(service, region=cloud.REGION):
        return boto3.client(service, region_name=region, endpoint_url=built.variables["AWS_ENDPOINT_URL"])

    return client


def test_administrators_have_a_second_factor(built, aws, expected):
    iam = aws("iam")
    wanting = {name for name in administrators(iam) if not iam.list_mfa_devices(UserName=name)["MFADevices"]}
    wanting |= {name for name in administrators(iam) if iam.list_access_keys(UserName=name)["AccessKeyMetadata"]}
    application = [
        user
        for user in built.rows("application_users")
        if user["administrator"] and user["status"] == "active" and not (user["mfa_enrolled"] and user["mfa_enforced"])
    ]
    assert iam.get_account_summary()["SummaryMap"]["AccountMFAEnabled"] == 1
    # One more signs in at the identity provider; and each counts once more among all people.
    staff = STAFF_WITHOUT if built.name == "clearcall.breached" else 0
    assert 2 * (len(wanting) + len(application) + staff) == expected(built, "4.1.c", "administrators_use_mfa")


def administrators(iam):
    """Whoever has every right, by a group or by a policy of their own."""
    names = {user["UserName"] for user in iam.get_group(GroupName="administrators")["Users"]}
    for user in iam.list_users()["Users"]:
        for policy in iam.list_user_policies(UserName=user["UserName"])["PolicyNames"]:
            document = iam.get_user_policy(UserName=user["UserName"], PolicyName=policy)["PolicyDocument"]
            if '"Action": "*"' in json.dumps(document):
                names.add(user["UserName"])
    return names


def test_stores_are_encrypted_under_keys_that_work(built, aws, expected):
    flags = [*databases(aws), *volumes(aws), *buckets(aws), *queues(aws)]
    assert flags.count(False) == expected(built, "4.1.b", "stores_are_encrypted")
    assert flags.count(True) >= 20


def enabled(aws, region, key):
    return aws("kms", region).describe_key(KeyId=key)["KeyMetadata"]["Enabled"]


def databases(aws):
    rds = aws("rds")
    for database in rds.describe_db_instances()["DBInstances"]:
        yield database["StorageEncrypted"] and enabled(aws, cloud.REGION, database["KmsKeyId"])
    for snapshot in rds.describe_db_snapshots()["DBSnapshots"]:
        yield snapshot["Encrypted"]


def volumes(aws):
    for region in (cloud.REGION, cloud.ELSEWHERE):
        for volume in aws("ec2", region).describe_volumes()["Volumes"]:
            yield volume["Encrypted"] and enabled(aws, region, volume["KmsKeyId"])
        for snapshot in aws("ec2", region).describe_snapshots(OwnerIds=["self"])["Snapshots"]:
            yield snapshot["Encrypted"]


def buckets(aws):
    from botocore.exceptions import ClientError

    s3 = aws("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        try:
            s3.get_bucket_encryption(Bucket=bucket["Name"])
        except ClientError as error:
            yield error.response["Error"]["Code"] != "ServerSideEncryptionConfigurationNotFoundError"
        else:
            yield True


def queues(aws):
    sqs = aws("sqs")
    for url in sqs.list_queues()["QueueUrls"]:
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        yield "KmsMasterKeyId" in attributes or attributes.get("SqsManagedSseEnabled") == "true"
