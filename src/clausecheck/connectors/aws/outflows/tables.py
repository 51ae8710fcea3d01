"""DynamoDB global tables: each region in which a table has a replica."""

from functools import partial

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.outflows.copies import Copy, Told
from clausecheck.connectors.aws.sessions import Account


def replicas(account: Account, region: str) -> Told:
    listing = listed(account, "dynamodb", region, "list_tables", "TableNames", "DynamoDB tables")
    told = account.each(partial(_of_table, account, region), listing.items)
    return tuple(one for each in told for one in each) + listing.unreadable


def _of_table(account: Account, region: str, name: str) -> Told:
    try:
        table = asked(account, "dynamodb", region, "describe_table", TableName=name).get("Table") or {}
    except Unanswered as failure:
        return (missing(f"DynamoDB table {name}", region, failure),)
    elsewhere = {str(one.get("RegionName", "")) for one in table.get("Replicas") or ()} - {region}
    return tuple(
        Copy(label=f"replica of table {name} in {place}", kind="replica", region=place) for place in sorted(elsewhere)
    )
