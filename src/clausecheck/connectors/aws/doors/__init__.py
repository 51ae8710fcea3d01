"""Every door of an AWS account: through what somebody outside it may reach something in it.

Read are the policies of buckets and keys, access lists of buckets, sharing of snapshots and images, and the trusts of
roles. The policies of queues, topics, functions, secrets and repositories are not.
"""

from collections.abc import Callable, Sequence
from functools import partial

from clausecheck.connectors.aws.doors import buckets, keys, sharing, trusts
from clausecheck.connectors.aws.doors.door import Door, Told
from clausecheck.connectors.aws.doors.policies import Doorman
from clausecheck.connectors.aws.identity.details import Details
from clausecheck.connectors.aws.sessions import Account
from clausecheck.redaction import Pseudonyms

NOT_READ = "policies of queues, topics, functions, secrets and repositories are not read, nor are grants of KMS"


def doors_of(account: Account, pseudonyms: Pseudonyms, details: Details) -> Told:
    """The doors of all regions named, and what could not be read of them."""
    readings: list[Callable[[], Told]] = [partial(buckets.read, account, pseudonyms)]
    for region in account.regions:
        readings.append(partial(keys.read, account, pseudonyms, region))
        readings += [
            partial(read, account, region) for read in (sharing.of_databases, sharing.of_volumes, sharing.of_images)
        ]
    told = account.each(_run, readings)
    trusted = trusts.read(details.roles, Doorman(account.id, pseudonyms))
    return tuple(one for each in told for one in each) + trusted


def _run(reading: Callable[[], Told]) -> Told:
    return reading()


def is_declared(door: Door, names: Sequence[str]) -> bool | None:
    """Whether the target names whom a door lets in; `None` where nobody can tell who that is."""
    return None if door.everybody is None else any(name in names for name in door.names)


__all__ = ["NOT_READ", "Door", "doors_of", "is_declared"]
