from clausecheck.audit.holdings import holdings
from clausecheck.targets import Dataset, Place, System, Target
from clausecheck.targets.model import Recipient


def test_each_place_is_told_with_its_systems_regions_and_recipients() -> None:
    mails = (Place(system="crm", table="mails", roles={}), Place(system="lake", table="old", roles={}, is_copy=True))
    target = Target(
        name="staging", mode="read-only", environment="staging",
        systems={
            "crm": System(name="crm", kind="sql", settings={"url": "postgresql://host/secret"}, region="us-east-1",
                          recipients=(Recipient(name="postmark", ground="contract"),)),
            "lake": System(name="lake", kind="aws", settings={"regions": ["eu-west-1", "eu-west-2"]}),
        },
        datasets=(Dataset(name="mails", category="communication_records", places=mails, acting_as="processor"),),
    )  # fmt: skip
    original, copy = holdings(target)
    assert (original.resource, original.regions, original.is_copy) == ("crm.mails", ("us-east-1",), False)
    assert (original.recipients, original.acting_as) == (("postmark: contract",), "processor")
    assert (copy.resource, copy.regions, copy.is_copy) == ("lake.old", ("eu-west-1", "eu-west-2"), True)
    assert "secret" not in repr((original, copy))
