"""Worlds in the AWS API: each its own account, and nothing left behind."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from clausecheck.connectors.aws.sessions import boto_session
from fixtures.worlds import world
from fixtures.worlds.aws import fronted
from fixtures.worlds.servers import Missing

BOTH = {"buckets": [{"name": "bucket-of-a-world"}], "databases": [{"name": "crm"}], "users": [{"name": "ada"}]}


@pytest.fixture(autouse=True)
def _moto() -> None:
    try:
        with fronted({}):
            pass
    except Missing as missing:
        pytest.skip(str(missing))


def client(service, front):
    return boto_session().client(service, region_name="us-east-1", endpoint_url=front.url)


def test_a_world_is_a_system_of_a_target(tmp_path):
    with world({"aws": {"regions": ["eu-west-1"]}}, sql="sqlite", folder=tmp_path) as systems:
        assert systems["aws"]["kind"] == "aws"
        assert systems["aws"]["regions"] == ["eu-west-1"]
        assert systems["aws"]["endpoint_url"].startswith("http://127.0.0.1:")


def test_worlds_at_the_same_time_do_not_see_each_other():
    def built(number):
        part = {"databases": [{"name": "crm", "encrypted": bool(number)}], "users": [{"name": "ada"}]}
        with fronted(part) as front:
            rds, iam = client("rds", front), client("iam", front)
            told = [one["StorageEncrypted"] for one in rds.describe_db_instances()["DBInstances"]]
            users = [user["UserName"] for user in iam.list_users()["Users"]]
            rds.close()
            iam.close()
        return told, users

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(built, [0, 1])) == [([False], ["ada"]), ([True], ["ada"])]


def test_the_names_of_buckets_are_free_again():
    for _ in range(2):
        with fronted(BOTH) as front:
            s3 = client("s3", front)
            assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["bucket-of-a-world"]
            s3.close()


def test_a_list_that_nobody_builds_is_refused():
    with pytest.raises(ValueError, match="no AWS world has cupboards"), fronted({"cupboards": []}):
        pass
