"""What is recognised in text, and what merely looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.records.collection.naming import kind_named
from clausecheck.records.collection.recognising import kinds_in
from fixtures.worlds import planted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to ann@mail.example", {"email_addresses"}),
        ("müller@straße.example", {"email_addresses"}),
        ("follow @ann, or mail ann@localhost", set()),
        ("call (215) 555-0100", {"phone_numbers"}),
        ("+49 30 901820", {"phone_numbers"}),
        ("2155550100", set()),
        ("4111 1111 1111 1111", {"payment_cards"}),
        ("4111-1111-1111-1112", set()),
        ("378282246310005", {"payment_cards"}),
        ("DE89 3704 0044 0532 0130 00", {"bank_accounts"}),
        ("DE88 3704 0044 0532 0130 00", set()),
        ("536-90-4399", {"national_ids"}),
        ("000-12-3456", set()),
        ("from 8.8.8.8", {"ip_addresses"}),
        ("2001:4860:4860::8888", {"ip_addresses"}),
        ("2600::", {"ip_addresses"}),
        ("costs $5 a month, pass it on @ noon", set()),
        ("192.168.0.1 and fe80::1 at 12:30:45", set()),
        ("Chrome/120.0.6099.109, v1.2.3.4", set()),
        ("password: hunter22", {"credentials"}),
        ("AKIAABCDEFGHIJKLMNOP", {"credentials"}),
        ("-----BEGIN RSA PRIVATE KEY-----", {"credentials"}),
        ("the password is being reset", {"credentials"}),
        ("2025-03-09T02:30:00-05:00", set()),
        ("on 2025-03-09 at 14:30 for 2025-03-10", set()),
        ("550e8400-e29b-41d4-a716-446655440000", set()),
        ("log-0000001", set()),
        ("order 20240315-0001, 1,200,300 packets", set()),
    ],
)
def test_kinds(text: str, expected: set[str]) -> None:
    assert set(kinds_in(text, "US")) == expected


def test_several_kinds_in_one_text() -> None:
    assert set(kinds_in(planted.ROW, "US")) == {"email_addresses", "phone_numbers", "payment_cards"}


def test_without_a_region_only_numbers_with_their_country_count() -> None:
    assert not set(kinds_in("call (215) 555-0100", ""))
    assert set(kinds_in("call +1 215-555-0100", "")) == {"phone_numbers"}


@given(st.text(alphabet="0123456789+-(). @:abcXY$", min_size=1, max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    set(kinds_in(text, "US"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("loginEmail", "email_addresses"), ("E_MAIL", "email_addresses"), ("email_verified", ""),
        ("dateOfBirth", "birth_dates"), ("dob", "birth_dates"), ("client_ip", "ip_addresses"), ("zip", ""),
        ("Lat", "places_on_the_map"), ("flat", ""), ("", ""), ("passwordHash", ""), ("db_password", "credentials"),
    ],
)  # fmt: skip
def test_kinds_of_names(name: str, expected: str) -> None:
    assert kind_named(name) == expected
