"""The regions that are switched on in an account, whatever the target names (EC2 `DescribeRegions`).

Without its own wish an account has the regions of before 2019; later ones are opt-in. A region that is not switched on
cannot be used by anybody of the account, so nothing has to watch there.
"""

from dataclasses import dataclass

from clausecheck.connectors.aws.calls import asked, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.facts import Unreadable


@dataclass(frozen=True, kw_only=True)
class Regions:
    """The regions that are switched on; those that the target names, and why, where the others were not told."""

    names: tuple[str, ...]
    unreadable: tuple[Unreadable, ...] = ()


def switched_on(account: Account) -> Regions:
    """Every region of the account in which something may be, those that the target names first."""
    try:
        told = asked(account, "ec2", account.regions[0], "describe_regions").get("Regions") or ()
    except Unanswered as failure:
        return Regions(names=account.regions, unreadable=(missing("which regions are switched on", "", failure),))
    others = {str(region.get("RegionName", "")) for region in told} - {"", *account.regions}
    return Regions(names=(*account.regions, *sorted(others)))
