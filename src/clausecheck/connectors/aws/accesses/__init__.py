"""Who may reach what an AWS account holds, and through what (clause 4.2.a).

Told are: whoever administers the account, by name against the target's `authorised_roles`; passwords and access keys
with their last use; doors to other accounts and to everybody, against the target's `recipients`; and security groups
that open a database's port to the world. What policies allow somebody within the account to do with a single store is
not judged.
"""

from clausecheck.connectors.aws.accesses import administrators, credentials, open_doors, ports
from clausecheck.connectors.aws.doors import NOT_READ, doors_of
from clausecheck.connectors.aws.gathered import population
from clausecheck.connectors.aws.identity.details import details_of
from clausecheck.connectors.aws.sessions import opened
from clausecheck.connectors.protocol import Context
from clausecheck.facts import Access, Population
from clausecheck.targets.model import System


def accesses(system: System, context: Context) -> Population[Access]:
    """Every way in. `CannotVerify` where nothing was told of any."""
    account = opened(system)
    details = details_of(account)
    told = (
        *administrators.of(account, details, context.pseudonyms),
        *credentials.of(account, context.pseudonyms),
        *open_doors.of(system, doors_of(account, context.pseudonyms, details)),
        *(one for region in account.each(lambda name: ports.of(account, name), account.regions) for one in region),
        *details.unreadable,
    )
    return population(
        "ways of access",
        told,
        account,
        tried="IAM, S3, KMS, RDS and EC2",
        warnings=(NOT_READ, *administrators.gone(system, details)),
        where="IAM, S3 and EC2",
    )


__all__ = ["accesses"]
