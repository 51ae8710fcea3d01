"""An AWS account, read through boto3: its stores of data at rest, who administers it, its buckets and its keys.

Settings of a system of kind `aws`: `regions` (all that are named are read, no others), and optionally `endpoint_url`,
`account`, `profile`, `role_arn` (see `sessions`). Nothing is written, and nothing is asked twice: one listing a
service and region over all its pages, and one question a resource only where the listing does not tell.
"""

from collections.abc import Mapping
from typing import Any

from clausecheck.connectors.aws.accesses import accesses
from clausecheck.connectors.aws.backups import backups, protected
from clausecheck.connectors.aws.bucket_policies import buckets
from clausecheck.connectors.aws.identity import administrators
from clausecheck.connectors.aws.key_rotation import every_key
from clausecheck.connectors.aws.log_stores import log_stores
from clausecheck.connectors.aws.monitors import monitors
from clausecheck.connectors.aws.outflows import outflows
from clausecheck.connectors.aws.reach import reach
from clausecheck.connectors.aws.sessions import calls_made, close_all
from clausecheck.connectors.aws.stores import stores

FACTS: Mapping[str, Any] = {
    "stores": stores,
    "administrators": administrators,
    "buckets": buckets,
    "keys": every_key,
    "monitors": monitors,
    "accesses": accesses,
    "outflows": outflows,
    "log_stores": log_stores,
    "backups": backups,
    "protected": protected,
}

__all__ = ["FACTS", "calls_made", "close_all", "reach"]
