import pytest

from clausecheck.connectors.aws.principals import account_of, shown
from clausecheck.redaction import Pseudonyms


@pytest.mark.parametrize(
    ("who", "account"),
    [
        ("123456789012", "123456789012"),
        ("arn:aws:iam::123456789012:user/a", "123456789012"),
        ("arn:aws:sts::123456789012:assumed-role/ops/jane", "123456789012"),
        ("AIDAEXAMPLE", None),
        ("arn:aws:s3:::x", None),
    ],
)
def test_the_account_of_a_principal(who, account):
    assert account_of(who) == account


@pytest.mark.parametrize(
    ("kind", "who", "words"),
    [
        ("AWS", "*", "everybody"),
        ("AWS", "123456789012", "account 123456789012"),
        ("AWS", "arn:aws:iam::123456789012:role/ops", "arn:aws:iam::123456789012:role/ops"),
        ("Service", "logs.amazonaws.com", "logs.amazonaws.com"),
    ],
)
def test_accounts_roles_and_services_have_their_names(kind, who, words):
    assert shown(kind, who, Pseudonyms(b"key")) == words


@pytest.mark.parametrize(
    "who", ["arn:aws:iam::123456789012:user/jane", "arn:aws:sts::123456789012:assumed-role/ops/jane", "AIDAJANE"]
)
def test_people_are_pseudonyms(who):
    assert shown("AWS", who, Pseudonyms(b"key")).startswith("principal-")
