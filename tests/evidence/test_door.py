"""What the door knows by its form, and what it lets through."""

import pytest

from tests.evidence.conftest import door

IBAN = "DE89 3704 0044 0532 0130 00"


@pytest.mark.parametrize(
    "value",
    [
        "ottoline.quibbleton@planted-person.example",
        "+1-215-555-0173", "+12155550173", "(215) 555-0173", "215-555-0173", "+44 20 7946 0958",
        IBAN, IBAN.replace(" ", ""), "GB82WEST12345698765432",
        "4929 1234 5678 9015", "4929123456789015", "378282246310005", "5555-5555-5555-4444",
        "AKIAIOSFODNN7EXAMPLE", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "xoxb-123456789012-abcdef", "sk_live_abcdefghijkl",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "grant to {} of all", '"{}"', "x={};", "({})", "name: {}, more"])
def test_a_value_does_not_pass_wherever_it_stands(value: str, around: str) -> None:
    told = door().text(around.format(value))
    assert value not in told
    assert told == door().text(around.format(value))


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("postgresql://audit:Hu55ars@crm/db", "Hu55ars"),
        ("Authorization: Bearer Hu55ars-at-Dawn", "Hu55ars"),
        ("url?password=Hu55ars&x=1", "Hu55ars"),
        ("-----BEGIN PRIVATE KEY-----\nHu55ars\n-----END PRIVATE KEY-----", "Hu55ars"),
        ("-----BEGIN EC PRIVATE KEY-----\nHu55ars", "Hu55ars"),
    ],
)
def test_a_secret_does_not_pass(text: str, secret: str) -> None:
    assert secret not in door().text(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "crm.people.email", "account 210987654321", "bucket logs-2026-03-01", "snapshot 20260301120000",
        "arn:aws:kms:us-east-1:123456789012:key/ba8a0f2d-1452-4a5d-95c4-fdd42f72bde9", "2026-03-01T12:00:00+00:00",
        "TLS 1.2", "record-5f0c1234abcd", "vol-0123456789abcdef0", "postgres://crm.example:5432", "192.168.100.200",
        "Article 6(1)(f)", "SELECT count(*) FROM t WHERE a >= $1", "4929 1234 5678 9016", "DE89 3704 0044 0532 0130 01",
        "5,000,000 rows of 12,345,678", "sha256:" + "0" * 64,
    ],
)  # fmt: skip
def test_what_is_no_value_passes_as_it_is(text: str) -> None:
    assert door().text(text) == text


def test_equal_values_stay_equal_and_others_apart() -> None:
    one, other = door().text("a@example.org"), door().text("b@example.org")
    assert one.startswith("mail-")
    assert one == door().text("a@example.org") != other


def test_a_long_text_without_a_value_costs_little() -> None:
    text = "select a, b from c where d = 1 -- " * 30_000
    assert door().text(text) == text
