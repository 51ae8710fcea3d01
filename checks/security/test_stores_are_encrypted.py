"""Clause 4.1.b."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Population, Store
from clausecheck.policy.obligations.security import EncryptionAtRest


@pytest.mark.obligation("encryption_at_rest")
def test_stores_are_encrypted(obligation: EncryptionAtRest, stores: Population[Store]) -> None:
    """Data are encrypted with the promised cipher wherever they are stored, copies and backups included.

    A disk, a snapshot or a bucket that gets into the wrong hands must be useless there. The list of stores is the
    provider's own inventory, not the target file; the cipher is the one that the provider documents. A store that says
    only "encrypted" cannot be told, and neither can a bucket that may hold objects from before it was encrypted.

    Violated: a store is not encrypted, or with another cipher than the promised one, or under a key that is disabled,
    deleted or about to be: such a store can soon be read by nobody, its backups included.

    Remedy: encrypt the store: copy it, or its snapshot, into an encrypted one and delete the old one. Switch its key
    on again, or move it under a key that stays.

    Source: GDPR Art. 32(1)(a); NIST SP 800-53r5 SC-28; FIPS 197; the ciphers that AWS documents for each kind of store.
    """
    unencrypted = [store for store in stores if store.encrypted is False]
    other = [store for store in stores if store.encrypted and store.algorithm and not store.uses(obligation.algorithm)]
    keyless = [store for store in stores if store.encrypted is not False and store.key_usable is False]
    offenders = list(dict.fromkeys([*unencrypted, *other, *keyless]))
    if offenders:
        raise Violation(
            promised=f"Every store is encrypted with {obligation.algorithm} under a key that can be used.",
            found=f"Not encrypted with {obligation.algorithm} under a usable key",
            offenders=offenders,
            remedy="Copy what is stored into an encrypted store and delete the old one; switch disabled keys on again.",
            counts={"unencrypted": len(unencrypted), "other_algorithm": len(other), "key_unusable": len(keyless)},
        )
