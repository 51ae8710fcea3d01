"""Each path to administration, read from the AWS API over HTTP."""

import pytest

from clausecheck.connectors.aws import FACTS, calls_made
from clausecheck.errors import CannotVerify
from fixtures.worlds.planted import found_in

ADMIN = ["AdministratorAccess"]
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
ASSUME = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
OWN_ACCOUNT = {"Principal": {"AWS": "arn:aws:iam::ACCOUNT:root"}}
NO_ROOT = {"mfa": False, "keys": False, "password": False}


def read(world, context, **part):
    system, _ = world(**{"root": NO_ROOT, **part})
    return FACTS["administrators"](system, context)


def told(population):
    return [(one.reaches, one.mfa_enrolled, one.mfa_enforced) for one in population]


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ({"mfa": True}, [("root", True, True)]),
        ({"mfa": False}, [("root", False, False)]),
        ({"mfa": True, "keys": True}, [("access keys of root", True, False)]),
        ({"mfa": False, "password": False}, []),
        ({"mfa": False, "password": False, "keys": True}, [("access keys of root", False, False)]),
    ],
)
@pytest.mark.parametrize("deny", [[], ["iam:GetAccountSummary"]], ids=["live", "from the credential report"])
def test_root(world, context, root, expected, deny):
    population = read(world, context, root=root, deny=deny, users=[{"name": "ada"}])
    assert told(population) == expected
    assert all(one.label == "root account" for one in population)
    assert population.unreadable == ()


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ({"mfa": True}, (True, True)),
        ({}, (False, False)),
        ({"mfa": True, "keys": "active"}, (True, False)),
        ({"mfa": True, "keys": "inactive"}, (True, True)),
        ({"mfa": True, "keys": "active", "password": False}, (True, False)),
        ({"keys": "active", "password": False}, (False, False)),
    ],
)
def test_an_administrator_is_enrolled_and_enforced_by_how_it_can_sign_in(world, context, user, expected):
    population = read(world, context, users=[{"name": "jane.roe", "policies": ADMIN, **user}])
    assert told(population) == [("policy AdministratorAccess", *expected)]
    assert population[0].label == context.pseudonyms.of("administrator", _arn(population, "jane.roe"))
    assert "jane" not in repr(population)


def _arn(population, name):
    account = population.where_to_look.rsplit(" ", 1)[-1]
    return f"arn:aws:iam::{account}:user/{name}"


def test_a_key_whose_every_way_asks_for_mfa_is_enforced(world, context):
    asking = {**EVERYTHING, "Condition": WITH_MFA}
    users = [
        {"name": "ada", "mfa": True, "keys": "active", "policies": [asking]},
        {"name": "ben", "mfa": True, "keys": "active", "policies": [asking, {**EVERYTHING, "Action": "iam:*"}]},
    ]
    assert [enforced for _, _, enforced in told(read(world, context, users=users))] == [True, False]


def test_ways_are_named_by_policy_group_and_role(world, context):
    population = read(
        world,
        context,
        policies=[{"name": "own", "statement": EVERYTHING}],
        groups=[{"name": "managed", "policies": ["own"]}, {"name": "inline", "policies": [EVERYTHING]}],
        roles=[{"name": "operator", "policies": ["own"], "trusts": OWN_ACCOUNT}],
        users=[
            {"name": "a", "policies": ["own"]},
            {"name": "b", "policies": [EVERYTHING]},
            {"name": "c", "groups": ["managed"]},
            {"name": "d", "groups": ["inline"]},
            {"name": "e", "policies": [ASSUME]},
            {"name": "f", "groups": []},
        ],
    )
    assert [one.reaches for one in population] == [
        "policy own, role operator",
        "inline policy inline-0, role operator",
        "group managed, role operator",
        "group inline, role operator",
        "role operator",
    ]


def test_a_name_with_rights_and_no_sign_in_is_excluded(world, context):
    population = read(world, context, users=[{"name": "gone", "password": False, "policies": ADMIN}])
    assert (len(population), population.excluded) == (0, 1)


@pytest.mark.parametrize(
    ("trust", "may_assume", "expected"),
    [
        (OWN_ACCOUNT, [ASSUME], [("role operator", True, False)]),
        (OWN_ACCOUNT, [], []),
        (OWN_ACCOUNT, [{**ASSUME, "Resource": "arn:aws:iam::*:role/other"}], []),
        (OWN_ACCOUNT, [{**ASSUME, "Condition": WITH_MFA}], [("role operator", True, True)]),
        ({**OWN_ACCOUNT, "Condition": WITH_MFA}, [ASSUME], [("role operator", True, True)]),
        ({"Principal": {"AWS": "arn:aws:iam::ACCOUNT:user/ada"}}, [], [("role operator", True, False)]),
        ({"Principal": {"AWS": "arn:aws:iam::ACCOUNT:user/ada"}}, [{**ASSUME, "Effect": "Deny"}], []),
        ({"Principal": {"AWS": "arn:aws:iam::ACCOUNT:user/ben"}}, [ASSUME], []),
        ({"Principal": {"Service": "ec2.amazonaws.com"}}, [ASSUME], []),
    ],
)
def test_a_role_is_as_open_as_its_trust_and_the_right_to_assume_it(world, context, trust, may_assume, expected):
    population = read(
        world,
        context,
        roles=[{"name": "operator", "policies": ADMIN, "trusts": trust}],
        users=[{"name": "ada", "mfa": True, "keys": "active", "policies": may_assume}],
    )
    assert told(population) == expected


def test_roles_chain_and_may_go_round(world, context):
    trusting = lambda name: {"Principal": {"AWS": f"arn:aws:iam::ACCOUNT:{name}"}}  # noqa: E731
    population = read(
        world,
        context,
        roles=[
            {"name": "operator", "policies": ADMIN, "trusts": [trusting("role/middle")]},
            {"name": "middle", "trusts": [trusting("role/outer"), trusting("role/operator")]},
            {"name": "outer", "trusts": [{**trusting("user/ada"), "Condition": WITH_MFA}]},
        ],
        users=[{"name": "ada", "mfa": True, "keys": "active"}],
    )
    assert told(population) == [("role outer", True, True)]


def test_outsiders(world, context):
    population = read(
        world,
        context,
        roles=[
            {"name": "open", "policies": ADMIN, "trusts": {"Principal": {"AWS": "999988887777"}}},
            {"name": "open-2", "policies": ADMIN, "trusts": {"Principal": {"AWS": "999988887777"}}},
            {
                "name": "asked",
                "policies": ADMIN,
                "trusts": {"Principal": {"AWS": "888877776666"}, "Condition": WITH_MFA},
            },
            {
                "name": "vendor",
                "policies": ADMIN,
                "trusts": {
                    "Principal": {"AWS": "777766665555"},
                    "Condition": {"StringEquals": {"sts:ExternalId": "42"}},
                },
            },
            {
                "name": "staff",
                "policies": ADMIN,
                "trusts": {
                    "Action": "sts:AssumeRoleWithSAML",
                    "Principal": {"Federated": "arn:aws:iam::ACCOUNT:saml-provider/staff"},
                },
            },
            {"name": "machine", "policies": ADMIN, "trusts": {"Principal": {"Service": "lambda.amazonaws.com"}}},
            {"name": "harmless", "trusts": {"Principal": {"AWS": "*"}}},
        ],
    )
    found = {one.reaches: (one.mfa_enrolled, one.mfa_enforced, bool(one.untold)) for one in population}
    assert found == {
        "role open, role open-2": (None, False, False),
        "role asked": (True, True, False),
        "role vendor": (None, None, True),
        "role staff": (None, None, True),
    }


@pytest.mark.parametrize("denied", ["iam:GetLoginProfile", "iam:ListAccessKeys", "iam:ListMFADevices"])
def test_what_is_denied_comes_from_the_credential_report(world, context, denied):
    users = [
        {"name": "ada", "mfa": True, "policies": ADMIN},
        {"name": "ben", "policies": ADMIN},
        {"name": "cas", "mfa": True, "keys": "active", "policies": ADMIN},
        {"name": "gone", "password": False, "policies": ADMIN},
    ]
    population = read(world, context, users=users, deny=[denied])
    assert [(one.mfa_enrolled, one.mfa_enforced) for one in population] == [(True, True), (False, False), (True, False)]
    assert population.excluded == 1
    assert all(one.untold == "" for one in population)


@pytest.mark.parametrize(
    ("denied", "user", "expected"),
    [
        ("iam:ListMFADevices", {"mfa": True}, (None, None)),
        ("iam:ListMFADevices", {"keys": "active", "mfa": True}, (None, False)),
        ("iam:ListAccessKeys", {"mfa": True}, (True, None)),
        ("iam:ListAccessKeys", {"mfa": False}, (False, False)),
        ("iam:GetLoginProfile", {"mfa": True}, (True, True)),
        ("iam:GetLoginProfile", {"mfa": False}, (False, None)),
    ],
)
def test_what_cannot_be_told_is_none_and_says_why(world, context, denied, user, expected):
    users = [{"name": "ada", "policies": ADMIN, **user}]
    [one] = read(world, context, users=users, deny=[denied, "iam:*CredentialReport"])
    assert (one.mfa_enrolled, one.mfa_enforced) == expected
    if None in expected:
        assert "AccessDenied" in one.untold
        assert denied in one.untold
    assert not found_in(repr(one))


def test_denied_parts_are_unreadable_entries(world, context):
    users = [{"name": "ada", "mfa": True, "policies": ADMIN}]
    population = read(world, context, users=users, root={}, deny=["iam:GetAccountAuthorizationDetails"])
    assert [one.label for one in population] == ["root account"]
    [entry] = population.unreadable
    assert entry.what == "IAM users, groups, roles and policies"
    assert entry.remedy == "allow the auditing identity iam:GetAccountAuthorizationDetails"
    population = read(world, context, users=users, deny=["iam:GetAccountSummary", "iam:*Report"])
    assert [entry.what for entry in population.unreadable] == ["root account"]
    assert len(population) == 1


def test_iam_that_tells_nothing(world, context):
    with pytest.raises(CannotVerify, match="neither root nor users"):
        read(world, context, deny=["iam:*"])
    with pytest.raises(CannotVerify, match="AWS answered 500"):
        read(world, context, broken=["iam:*"])
    with pytest.raises(CannotVerify, match="no answer within"):
        read(world, context, slow=["iam:*"], time_limit=1.5)


def test_people_who_administer_nothing_cost_no_call(world, context):
    users = [{"name": "ada", "mfa": True, "policies": ADMIN}, {"name": "cas"}, {"name": "dov"}]
    system, _ = world(users=users)
    FACTS["administrators"](system, context)
    assert dict(calls_made(system)) == {
        "sts:GetCallerIdentity": 1,
        "iam:GetAccountSummary": 1,
        "iam:GetAccountAuthorizationDetails": 1,
        "iam:GetLoginProfile": 1,
        "iam:ListAccessKeys": 1,
        "iam:ListMFADevices": 1,
    }
