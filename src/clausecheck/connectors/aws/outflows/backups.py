"""AWS Backup: copies that a rule of a plan makes in another vault, of another region or account."""

from functools import partial

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.outflows.copies import Told, copied
from clausecheck.connectors.aws.sessions import Account


def copies(account: Account, region: str) -> Told:
    listing = listed(account, "backup", region, "list_backup_plans", "BackupPlansList", "backup plans")
    told = account.each(partial(_of_plan, account, region), (str(one.get("BackupPlanId", "")) for one in listing.items))
    return tuple(one for each in told for one in each) + listing.unreadable


def _of_plan(account: Account, region: str, plan: str) -> Told:
    try:
        told = asked(account, "backup", region, "get_backup_plan", BackupPlanId=plan).get("BackupPlan") or {}
    except Unanswered as failure:
        return (missing(f"backup plan {plan}", region, failure),)
    what = f"what plan {told.get('BackupPlanName', plan)} backs up"
    return tuple(
        copied(what, "backup copy", str(action.get("DestinationBackupVaultArn", "")), account.id, region)
        for rule in told.get("Rules") or ()
        for action in rule.get("CopyActions") or ()
    )
