"""An infrastructure plan or state of Terraform, or OpenTofu, as `show -json` prints it: the gate before a release.

What a plan would make is judged by the same checks as the cloud that it makes: stores and their encryption, doors to
the world and to other accounts, administrators and the second factor that their policies ask for, regions and copies,
log groups and their expiry. A plan tells everything that it makes, so that a plan without administrators, say, is an
answer. What is known after `apply` alone is not told, and never taken for harmless.

Settings of a system of kind `terraform`: `plan`, a file; `regions`, those declared; `account`, whose digits a policy
may name without letting in anybody else; `authorised_roles`, who may administer. Providers other than AWS are not
read: what a plan makes with them is unreadable, by type.

Source: Terraform's "JSON Output Format" 1.x, and the schemas of the provider `hashicorp/aws`.
"""

from collections.abc import Mapping
from typing import Any

from clausecheck.connectors.protocol import Context, Reach
from clausecheck.connectors.reading_all import read_all
from clausecheck.connectors.terraform.accesses import accesses
from clausecheck.connectors.terraform.administrators import administrators
from clausecheck.connectors.terraform.log_stores import log_stores
from clausecheck.connectors.terraform.outflows import outflows
from clausecheck.connectors.terraform.stores import stores
from clausecheck.targets.model import System

FACTS: Mapping[str, Any] = {
    "stores": stores,
    "administrators": administrators,
    "accesses": accesses,
    "outflows": outflows,
    "log_stores": log_stores,
}


def reach(system: System, context: Context) -> Reach:
    return read_all(FACTS, system, context)


__all__ = ["FACTS", "reach"]
