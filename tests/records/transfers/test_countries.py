import pytest

from clausecheck.records.transfers.countries import EEA, ISO, REGIONS, country_of
from clausecheck.records.transfers.instruments import CLAUSES, FRAMEWORKS
from clausecheck.targets.registers import WORDS, transfers


@pytest.mark.parametrize(
    ("region", "country"),
    [
        ("us-east-1", "US"), ("us-gov-west-1", "US"), ("ca-central-1", "CA"), ("eu-west-1", "IE"),
        ("eu-west-2", "GB"), ("eu-central-2", "CH"), ("EU-CENTRAL-1", "DE"), ("ap-northeast-3", "JP"),
        ("eastus2", "US"), ("westeurope", "NL"), ("us-central1", "US"), ("europe-west6", "CH"), ("de", "DE"),
        (" IN ", "IN"), ("moon-base-1", ""), ("eu-west-77", ""), ("", ""), ("XX", ""),
    ],
)  # fmt: skip
def test_a_region_lies_in_a_country(region: str, country: str) -> None:
    assert country_of(region) == country


def test_each_region_that_a_register_may_name_lies_somewhere() -> None:
    assert all(country_of(region) in ISO for region in REGIONS)
    assert len(set(ISO)) == len(ISO) == 249
    assert set(EEA) < set(ISO)
    assert len(EEA) == 30


def test_the_words_of_the_register_are_the_instruments_that_have_dates() -> None:
    words = WORDS["transfer_mechanisms"]
    assert tuple(one.word for one in FRAMEWORKS) == words["framework"] == transfers.FRAMEWORKS
    assert tuple(one.word for one in CLAUSES) == words["clauses_version"]
