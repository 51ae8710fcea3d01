"""Names, marks and states, without a directory."""

from types import SimpleNamespace

import pytest

from clausecheck.connectors.ldap.accounts import is_closed, is_expired_for_unix, last_used
from clausecheck.connectors.ldap.directories import Entry, _elsewhere
from clausecheck.connectors.ldap.names import first_value, normal
from clausecheck.connectors.ldap.second_factor import Mark
from clausecheck.connectors.people import person_of
from clausecheck.errors import CannotVerify
from clausecheck.redaction import Pseudonyms
from tests.connectors.ldap.conftest import AS_OF

FILETIME = 134167104000000000
"""2026-02-28T00:00:00Z in units of 100 ns since 1601."""


def entry(**attributes):
    return Entry(dn="uid=x", attributes={name.lower(): [str(value).encode()] for name, value in attributes.items()})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CN=Ops, OU=Groups,DC=x", "cn=ops,ou=groups,dc=x"),
        (r"cn=Smith\, Jo,dc=x", r"cn=smith\2c jo,dc=x"),
        (r"cn=J\C3\B8rgen,dc=x", "cn=jørgen,dc=x"),
        ("cn=a+uid=b,dc=x", "UID=b + CN=a,dc=x"),
        ("cn=two   spaces,dc=x", "cn=Two Spaces,dc=x"),
        ("cn=a;dc=x", "cn=a,dc=x"),
    ],
)
def test_names_are_compared_in_one_spelling(one, other):
    assert normal(one) == normal(other)


@pytest.mark.parametrize(("one", "other"), [(r"cn=a\,dc=x", "cn=a,dc=x"), ("cn=a,dc=x", "cn=a,dc=y"), ("a", "b")])
def test_different_names_stay_different(one, other):
    assert normal(one) != normal(other)


def test_a_name_is_shown_by_its_first_value():
    assert first_value(r"cn=Ops\, night,dc=x") == "Ops, night"
    assert first_value("") == ""


@pytest.mark.parametrize(
    ("attributes", "closed"),
    [
        ({}, False),
        ({"pwdAccountLockedTime": "000001010000Z"}, True),
        ({"pwdAccountLockedTime": "20260301115959Z"}, False),
        ({"nsAccountLock": "TRUE"}, True),
        ({"nsAccountLock": "false"}, False),
        ({"userAccountControl": 514}, True),
        ({"userAccountControl": 512}, False),
        ({"userAccountControl": 512 + 16}, False),
        ({"userAccountControl": "none"}, False),
        ({"accountExpires": 0}, False),
        ({"accountExpires": 2**63 - 1}, False),
        ({"accountExpires": FILETIME}, True),
        ({"accountExpires": FILETIME + 2 * 864_000_000_000}, False),
        ({"accountExpires": 10**30}, False),
        ({"pwdEndTime": "20260301120000Z"}, True),
        ({"pwdEndTime": "20260301120000.5Z"}, True),
        ({"pwdEndTime": "20260301120001Z"}, False),
        ({"pwdEndTime": "soon"}, False),
    ],
)
def test_what_closes_an_account(attributes, closed):
    assert is_closed(entry(**attributes), AS_OF) is closed


@pytest.mark.parametrize(("days", "expired"), [(20513, True), (20514, False), (-1, False), ("", False)])
def test_days_since_1970(days, expired):
    """2026-03-01 is day 20513."""
    assert is_expired_for_unix(entry(shadowExpire=days), AS_OF) is expired


def test_the_last_use_is_the_latest_that_is_kept():
    one = entry(authTimestamp="20260101000000Z", lastLogonTimestamp=FILETIME)
    assert str(last_used(one)) == "2026-02-28 00:00:00+00:00"
    assert last_used(entry()) is None


LACKING, HIDING = SimpleNamespace(lacks=lambda dn, attribute: True), SimpleNamespace(lacks=lambda dn, attribute: False)


@pytest.mark.parametrize(
    ("mark", "attributes", "shown"),
    [
        ("token", {"token": "x"}, True),
        ("Required=true", {"required": "TRUE"}, True),
        ("required=TRUE", {"required": "FALSE"}, False),
        ("userAccountControl&262144", {"userAccountControl": 262656}, True),
        ("userAccountControl&262144", {"userAccountControl": 512}, False),
        ("userAccountControl&262144", {"userAccountControl": "x"}, False),
        ("token", {}, False),
    ],
)
def test_marks_of_a_second_factor(mark, attributes, shown):
    assert Mark.of(mark).shown_by(entry(**attributes), LACKING) is shown


def test_a_mark_that_may_be_hidden_is_not_told():
    assert Mark.of("token").shown_by(entry(), HIDING) is None


@pytest.mark.parametrize("written", ["", "a b", "=x", "&1", "a&x", "a&", "(a=*)", "a="])
def test_what_is_no_mark_is_refused(written):
    with pytest.raises(CannotVerify):
        Mark.of(written)


@pytest.mark.parametrize(
    ("uri", "counted"),
    [
        ("ldap://DomainDnsZones.x.example/DC=DomainDnsZones,DC=x,DC=example", 0),
        ("ldap://x.example/CN=Configuration,DC=x,DC=example", 0),
        ("ldap://partner.example/dc=partner", 1),
        ("no uri at all", 1),
    ],
)
def test_only_partitions_without_accounts_are_passed_over(uri, counted):
    assert len(_elsewhere([{"type": "searchResRef", "uri": [uri]}], "accounts")) == counted


def test_a_person_is_known_by_an_address_in_any_spelling():
    pseudonyms = Pseudonyms(b"key")
    one = person_of("Jo.Roe@Bücher.example", pseudonyms)
    assert one == person_of(" jo.roe@xn--bcher-kva.EXAMPLE ", pseudonyms)
    assert one != person_of("jo.roe+audit@bücher.example", pseudonyms)
    assert [person_of(text, pseudonyms) for text in ("", None, "jo", "@x", "jo@")] == [""] * 5
