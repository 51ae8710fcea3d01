"""DynamoDB tables: one listing of names, and one question each, for the listing gives nothing but names.

DynamoDB encrypts every table with AES-256 and offers no way not to (developer guide, "DynamoDB encryption at rest").
A table that describes no key lies under AWS's own, which nobody can switch off.
"""

from clausecheck.connectors.aws.calls import asked, listed, missing
from clausecheck.connectors.aws.failures import Unanswered
from clausecheck.connectors.aws.sessions import Account
from clausecheck.connectors.aws.stores.store import Found, found, store
from clausecheck.facts import Store, Unreadable


def read(account: Account, region: str) -> Found:
    listing = listed(account, "dynamodb", region, "list_tables", "TableNames", "DynamoDB tables")
    return found(listing, account.each(lambda name: _table(account, region, name), listing.items))


def _table(account: Account, region: str, name: str) -> Store | Unreadable:
    try:
        table = asked(account, "dynamodb", region, "describe_table", TableName=name)["Table"]
    except Unanswered as failure:
        return missing(f"DynamoDB table {name}", region, failure)
    described = table.get("SSEDescription", {})
    return store("table", name, region, encrypted=True, key=described.get("KMSMasterKeyArn"), managed=True)
