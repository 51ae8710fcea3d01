"""Where the logs of an AWS account lie, and when they are removed: log groups, and buckets that get logs.

Judged by the expiry that is set, which AWS itself carries out. How old the oldest entry of a log group is no call tells
but those that hand out the entries: what CloudWatch says of a stream's first event stays when that one is gone.
"""

from functools import partial

from clausecheck.connectors.aws.gathered import population
from clausecheck.connectors.aws.log_stores import buckets, groups
from clausecheck.connectors.aws.sessions import opened
from clausecheck.connectors.protocol import Context
from clausecheck.facts import LogStore, Population
from clausecheck.targets.model import System


def log_stores(system: System, context: Context) -> Population[LogStore]:  # noqa: ARG001 - the Protocol's
    """Every store of logs. `CannotVerify` where none was told."""
    account = opened(system)
    listed = account.each(partial(groups.read, account), account.regions)
    told = (*(one for region in listed for one in region), *buckets.read(account))
    return population(
        "log stores", told, account, tried="CloudWatch Logs, CloudTrail and S3", where="CloudWatch and S3"
    )


__all__ = ["log_stores"]
