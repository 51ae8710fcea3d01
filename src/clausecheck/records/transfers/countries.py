"""Countries, by the two letters of ISO 3166-1, and the countries in which cloud providers' regions lie."""

from collections.abc import Mapping
from typing import Final

ISO: Final = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
    CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA
    GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
    KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS
    MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS
    RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW
    TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
""".split()  # noqa: SIM905

HOME: Final = "US"
"""Where the company is. Data of people there are not what section 7 speaks of."""

EEA: Final = """
    AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK
""".split()  # noqa: SIM905
"""The European Economic Area, within which the GDPR knows no transfer."""

# The lists of regions that AWS, Microsoft Azure and Google Cloud publish; by prefix where a country has several.
_REGIONS: Final[Mapping[str, str]] = {
    "us-": "US", "ca-": "CA", "mx-": "MX", "sa-east-1": "BR", "af-south-1": "ZA", "il-central-1": "IL",
    "eu-west-1": "IE", "eu-west-2": "GB", "eu-west-3": "FR", "eu-central-1": "DE", "eu-central-2": "CH",
    "eu-north-1": "SE", "eu-south-1": "IT", "eu-south-2": "ES", "me-south-1": "BH", "me-central-1": "AE",
    "ap-northeast-1": "JP", "ap-northeast-2": "KR", "ap-northeast-3": "JP", "ap-southeast-1": "SG",
    "ap-southeast-2": "AU", "ap-southeast-3": "ID", "ap-southeast-4": "AU", "ap-south-1": "IN", "ap-south-2": "IN",
    "ap-east-1": "HK", "cn-": "CN",
    "eastus": "US", "westus": "US", "centralus": "US", "northcentralus": "US", "southcentralus": "US",
    "westcentralus": "US", "canadacentral": "CA", "canadaeast": "CA", "northeurope": "IE", "westeurope": "NL",
    "uksouth": "GB", "ukwest": "GB", "francecentral": "FR", "germanywestcentral": "DE", "switzerlandnorth": "CH",
    "swedencentral": "SE", "norwayeast": "NO", "australiaeast": "AU", "japaneast": "JP", "southeastasia": "SG",
    "centralindia": "IN", "brazilsouth": "BR",
    "northamerica-northeast": "CA", "europe-west1": "BE", "europe-west2": "GB", "europe-west3": "DE",
    "europe-west4": "NL", "europe-west6": "CH", "europe-west8": "IT", "europe-west9": "FR", "europe-north1": "FI",
    "europe-southwest1": "ES", "asia-northeast1": "JP", "asia-southeast1": "SG", "asia-south1": "IN",
    "australia-southeast1": "AU", "southamerica-east1": "BR",
}  # fmt: skip


def country_of(region: str) -> str:
    """The country in which a provider's region lies, or "". A region that is a country's code is that country."""
    word = region.strip()
    if word.upper() in ISO:
        return word.upper()
    word = word.lower()
    if word in _REGIONS:
        return _REGIONS[word]
    return next((country for start, country in _REGIONS.items() if start in _SPREAD and word.startswith(start)), "")


_SPREAD = ("us-", "ca-", "mx-", "cn-", "eastus", "westus", "northamerica-northeast")
REGIONS: Final = (
    tuple(name for name in _REGIONS if not name.endswith("-"))
    + tuple(f"us-{side}-{number}" for side in ("east", "west", "gov-east", "gov-west") for number in (1, 2))
    + ("ca-central-1", "ca-west-1", "mx-central-1", "cn-north-1", "us-central1", "us-east1", "us-east4", "us-west1")
)
"""The names of regions that a register may say."""
