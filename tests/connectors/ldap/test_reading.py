"""Administrators out of a real slapd: who is counted, what is told, and what is said of the rest."""

import pytest

from clausecheck.connectors.ldap import FACTS, reach
from clausecheck.connectors.ldap.directories import PAGE
from clausecheck.errors import CannotVerify, Unreachable
from fixtures.certificates import founded, valid_around
from fixtures.worlds.planted import found_in
from tests.connectors.ldap.conftest import AS_OF

WITH = {"objectClass": ["oathTOTPUser"], "oathTOTPToken": "cn=token"}
ADMINS = {"groups": ["cn=admins,ou=groups"]}
FACTOR = {"enrolled": "oathTOTPToken", "enforced": "objectClass=oathTOTPUser"}


def members(*names):
    return {"member": [f"uid={name},ou=people" for name in names]}


def people(*names, **said):
    return {f"uid={name},ou=people": said for name in names}


def read(directory, context, entries, **more):
    part = {"administrators": ADMINS, "second_factor": FACTOR, **more}
    return FACTS["administrators"](directory(entries=entries, **part), context)


def test_an_administrator_is_told_by_pseudonym_group_and_person(directory, context):
    entries = {**people("ada", mail="Ada@ClearCall.example", **WITH), "cn=admins,ou=groups": members("ada")}
    [one] = read(directory, context, entries)
    assert (one.reaches, one.mfa_enrolled, one.mfa_enforced, one.untold) == ("group admins", True, True, "")
    assert one.person == context.pseudonyms.of("person", "ada@clearcall.example")
    assert one.label.startswith("administrator-")
    assert "ada" not in repr(one)


def test_every_page_is_read(directory, context):
    names = [f"p{number:04}" for number in range(PAGE + 20)]
    population = read(directory, context, {**people(*names), "cn=admins,ou=groups": members(*names)})
    assert len(population) == PAGE + 20
    assert population.unreadable == ()


def test_two_named_groups_count_an_account_once(directory, context):
    entries = {**people("ada"), "cn=admins,ou=groups": members("ada"), "cn=root,ou=groups": members("ada")}
    both = {"groups": ["cn=admins,ou=groups", "cn=root,ou=groups"]}
    [one] = read(directory, context, entries, administrators=both)
    assert one.reaches == "group admins, group root"


def test_an_account_of_an_unusual_class_counts(directory, context):
    entries = {
        "cn=robot,ou=machines": {"objectClass": ["applicationProcess"], "cn": "robot"},
        "cn=admins,ou=groups": {"member": ["CN=Robot, OU=machines"]},
    }
    assert len(read(directory, context, entries)) == 1


def test_a_group_of_microsoft_counts_its_primary_members(directory, context):
    required = {"sn": "x", "instanceType": 4, "nTSecurityDescriptor": "x", "objectCategory": "cn=x"}
    entries = {
        "cn=ann,ou=people": {"objectClass": ["user"], "cn": "ann", "primaryGroupID": 512, "userAccountControl": 512},
        "cn=bob,ou=people": {"objectClass": ["user"], "cn": "bob", "primaryGroupID": 513, "userAccountControl": 512},
        "cn=Domain Admins,ou=groups": {"objectClass": ["group"], "cn": "Domain Admins", "primaryGroupToken": 512,
                                       "groupType": 1, **{key: required[key] for key in list(required)[1:]}},
    }  # fmt: skip
    named = {"groups": ["cn=Domain Admins,ou=groups"]}
    population = read(directory, context, entries, administrators=named)
    assert [one.reaches for one in population] == ["group Domain Admins"]
    assert population.unreadable == ()


def test_an_empty_posix_group_is_an_answer_and_a_hidden_one_is_not(directory, context):
    entries = {
        **people("ada"),
        "cn=admins,ou=groups": members("ada"),
        "cn=wheel,ou=groups": {"objectClass": ["posixGroup"], "gidNumber": 9},
    }
    both = {"groups": ["cn=admins,ou=groups", "cn=wheel,ou=groups"]}
    assert read(directory, context, entries, administrators=both).unreadable == ()
    hidden = read(directory, context, entries, administrators=both, hide_attributes=["memberUid"])
    assert [entry.what for entry in hidden.unreadable] == ["members of group wheel"]


@pytest.mark.parametrize(
    ("group", "what"),
    [
        ({"objectClass": ["groupOfURLs"], "memberURL": "ldap:///ou=people??sub?(mail=*)"}, "members of group odd"),
        ({"objectClass": ["posixGroup"], "gidNumber": 9, "memberUid": ["nobody"]}, "member-"),
        ({"member": ["uid=gone,ou=people"]}, "member-"),
    ],
)
def test_members_that_cannot_be_found_are_unreadable(directory, context, group, what):
    population = read(directory, context, {"cn=odd,ou=groups": group}, administrators={"groups": ["cn=odd,ou=groups"]})
    [entry] = population.unreadable
    assert entry.what.startswith(what)
    assert entry.remedy
    assert "gone" not in str(entry)


def test_a_group_that_is_not_there_is_unreadable(directory, context):
    population = read(directory, context, people("ada"))
    assert [entry.what for entry in population.unreadable] == ["group admins"]
    assert len(population) == 0


def test_what_only_unix_obeys_is_a_warning(directory, context):
    entries = {
        "uid=old,ou=people": {"objectClass": ["account", "shadowAccount"], "shadowExpire": 1},
        "cn=admins,ou=groups": members("old"),
    }
    population = read(directory, context, entries)
    assert len(population) == 1
    assert "1 administrators are expired by shadowExpire" in population.warnings[0]


def test_accesses_tell_since_when_an_account_is_idle(directory, context):
    entries = {
        "cn=ada,ou=people": {"objectClass": ["user"], "cn": "ada", "lastLogonTimestamp": 134117064000000000},
        "uid=ben,ou=people": {},
        "cn=admins,ou=groups": {"member": ["cn=ada,ou=people", "uid=ben,ou=people"]},
    }
    population = FACTS["accesses"](directory(entries=entries, administrators=ADMINS), context)
    told = {(str(one.idle_since), bool(one.untold), one.declared) for one in population}
    assert told == {("2026-01-01 02:00:00+00:00", False, True), ("None", True, True)}


def test_a_certificate_of_another_authority_is_refused(directory, context, tmp_path):
    other = str(founded(tmp_path, validity=valid_around(AS_OF)).file)
    for starttls in (False, True):
        system = directory(entries=people("ada"), administrators=ADMINS, starttls=starttls, settings={"ca_file": other})
        with pytest.raises(Unreachable, match="certificate could not be verified"):
            FACTS["administrators"](system, context)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"ca_file": "/nowhere/authority.pem"}, "there is no file"),
        ({"url": "ldap://127.0.0.1:1"}, "asks for plain text"),
        ({"url": "http://127.0.0.1:1"}, "asks for plain text"),
        ({"url": "ldaps://127.0.0.1:1"}, "no answer that can be read"),
        ({"second_factor": {"enrolled": "(uid=*)"}}, "names no attribute"),
        ({"base_dn": ""}, "does not say where"),
    ],
)
def test_what_is_wrong_with_the_target_is_said(directory, context, settings, reason):
    system = directory(entries=people("ada"), administrators=ADMINS, settings=settings)
    with pytest.raises(CannotVerify, match=reason):
        FACTS["administrators"](system, context)


def test_reach_tells_what_can_be_read_and_what_would_help(directory, context):
    entries = {**people("ada", **WITH), "cn=admins,ou=groups": members("ada", "gone")}
    told = reach(directory(entries=entries, administrators=ADMINS, second_factor=FACTOR), context)
    assert (told.reached, told.can) == (True, ("1 administrators",))
    assert told.identity.startswith("identity-")
    assert "noSuchObject" in told.missing[0]
    assert told.grants
    closed = reach(directory(entries=entries, administrators=ADMINS, wrong_password=True), context)
    assert (closed.reached, closed.grants) == (False, ("check bind_dn and password",))
    assert not found_in(repr((told, closed)))
