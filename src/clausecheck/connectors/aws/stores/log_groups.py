"""CloudWatch log groups: the listing tells all.

CloudWatch Logs encrypts every log group with 256-bit AES-GCM and offers no way not to (user guide, "Encrypt log data
in CloudWatch Logs using AWS KMS"). A group without a key of its own lies under the service's.
"""

from clausecheck.connectors.aws.calls import listed
from clausecheck.connectors.aws.sessions import Account
from clausecheck.connectors.aws.stores.store import Found, found, store


def read(account: Account, region: str) -> Found:
    listing = listed(account, "logs", region, "describe_log_groups", "logGroups", "CloudWatch log groups")
    return found(
        listing,
        [
            store("log group", item["logGroupName"], region, encrypted=True, key=item.get("kmsKeyId"), managed=True)
            for item in listing.items
        ],
    )
