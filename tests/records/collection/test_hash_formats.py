"""Formats of stored credentials: costs compared by a pattern are compared as numbers."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.model import Basis
from clausecheck.policy.obligations.collection import CredentialHashing
from clausecheck.records.collection.hash_formats import FAST, REVERSIBLE, UNUSABLE, at_least, known, strong


def terms(**other: int) -> CredentialHashing:
    costs: dict[str, Any] = {
        "argon2_memory_kib": 19456, "argon2_passes": 2, "bcrypt_cost": 10, "pbkdf2_iterations": 600000,
        "scrypt_log2_n": 17,
    }  # fmt: skip
    algorithms = ("argon2", "bcrypt", "pbkdf2", "scrypt")
    return CredentialHashing(kind="credential_hashing", basis=Basis.COMPANY, algorithms=algorithms, **costs | other)


@given(st.integers(1, 10**7), st.integers(0, 10**8))
def test_at_least_compares_numbers(least: int, number: int) -> None:
    assert bool(re.fullmatch(at_least(least), str(number))) == (number >= least)


@pytest.mark.parametrize("least", [1, 9, 10, 19, 99, 100, 999999])
def test_at_least_at_its_boundary(least: int) -> None:
    told = [bool(re.fullmatch(at_least(least), str(number))) for number in (least - 1, least, least + 1)]
    assert told == [False, True, True]


@pytest.mark.parametrize("least", [4, 9, 10, 12])
@pytest.mark.parametrize("cost", range(4, 32))
def test_the_cost_of_bcrypt_has_two_digits(least: int, cost: int) -> None:
    value = f"$2b${cost:02d}$" + "a" * 53
    assert re.search(known(("bcrypt",)), value)
    assert bool(re.search(strong(terms(bcrypt_cost=least)), value)) == (cost >= least)


def test_an_algorithm_that_the_terms_do_not_name_is_not_known() -> None:
    assert not re.search(known(("argon2", "scrypt")), "$2b$12$" + "a" * 53)


@pytest.mark.parametrize("value", ["$2b$12$" + "a" * 53, "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA"])
def test_what_is_known_is_nothing_else(value: str) -> None:
    assert re.search(known(terms().algorithms), value)
    assert not [pattern for pattern in (FAST, REVERSIBLE, UNUSABLE) if re.search(pattern, value)]
