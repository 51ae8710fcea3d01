"""Clause 1.1.f: whoever copies the table of accounts must not come away with passwords."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import Records


@pytest.mark.obligation("credential_hashing")
def test_credentials_are_hashed(records: Records) -> None:
    """Every stored credential is a slow, salted hash, at no less than the cost that the policy sets.

    Stolen tables of passwords are tried against every other service within hours; only a slow hash with a salt of its
    own for each account makes that expensive. The scheme and its cost are read from the format of the stored value, in
    the database; no value is read out. An account without a password, or with one that is locked, is left out. A value
    of 32 characters or more whose format does not name its scheme cannot be decided: it may be a hash kept in a form
    of its own, or a password that is merely encrypted.

    Violated: a stored value is a hash whose cost is too low, a fast or unsalted one (MD5, SHA, crypt), something that
    can be reversed, or too short to be any salted hash: a password in plain text.

    Remedy: hash with Argon2id, scrypt, bcrypt or PBKDF2, wrap old hashes at once instead of waiting for sign-ins, and
    make people whose password lay in plain text choose another one.

    Source: FTC v. CafePress (2022), Chegg (2023); GDPR Art. 32(1)(a); NIST SP 800-63B 3.1.1.2; OWASP Password Storage.
    """
    weak = records["weak"]
    if weak:
        raise Violation(
            promised="Credentials are stored only as slow, salted hashes.",
            found="Stored otherwise, or hashed too cheaply",
            offenders=weak,
            remedy="Hash them with Argon2id, scrypt, bcrypt or PBKDF2 at the policy's cost; have exposed ones changed.",
        )
