"""What flows, rules and policies demand, without a provider."""

import pytest

from clausecheck.connectors.https.answers import moment
from clausecheck.connectors.https.waiting import is_limited, seconds_to_wait
from clausecheck.connectors.identity.entra.policies import Whose, by_default, demanded
from clausecheck.connectors.identity.keycloak.flows import asks as flow_asks
from clausecheck.connectors.identity.keycloak.flows import tree
from clausecheck.connectors.identity.okta.policies import asks as rules_ask
from fixtures.worlds.providers.entra import _policy
from fixtures.worlds.providers.keycloak import _browser, _direct, _executions
from fixtures.worlds.providers.okta import _of_console, _of_session


def flow(steps):
    executions = [
        {**one, "unused": frozenset({"webauthn-passwordless"})} if one.get("authenticationConfig") else one
        for one in _executions(steps)
    ]
    return tree(executions)


@pytest.mark.parametrize(
    ("kind", "enrolled", "asked"),
    [
        ("configured", {"otp"}, True),
        ("configured", {"webauthn"}, True),
        ("configured", set(), False),
        ("configured", {"recovery-authn-codes"}, False),
        ("required", set(), True),
        ("optional", {"otp"}, False),
        ("disabled", {"otp"}, False),
        ("unknown", {"otp"}, None),
        ("role", {"otp"}, None),
    ],
)
def test_what_the_browser_is_asked(kind, enrolled, asked):
    assert flow_asks(flow(_browser(kind)), enrolled) is asked


@pytest.mark.parametrize(("enrolled", "asked"), [({"otp"}, True), ({"webauthn"}, False), (set(), False)])
def test_what_a_program_is_asked(enrolled, asked):
    assert flow_asks(flow(_direct("")), enrolled) is asked


@pytest.mark.parametrize(
    ("steps", "asked"),
    [
        ([], False),
        ([(0, "ALTERNATIVE", "auth-spnego"), (0, "ALTERNATIVE", "auth-otp-form")], False),
        ([(0, "ALTERNATIVE", "auth-cookie"), (0, "ALTERNATIVE", "webauthn-authenticator-passwordless")], True),
        ([(0, "REQUIRED", "deny-access-authenticator")], True),
        ([(0, "CONDITIONAL", "Without a condition"), (1, "REQUIRED", "auth-otp-form")], False),
        ([(0, "REQUIRED", "auth-password-form"), (0, "ALTERNATIVE", "auth-otp-form")], False),
        ([(0, "CONDITIONAL", "Deeper"), (1, "REQUIRED", "conditional-user-configured"), (1, "REQUIRED", "Sub"),
          (2, "REQUIRED", "auth-otp-form")], None),
    ],
)  # fmt: skip
def test_flows_of_other_kinds(steps, asked):
    assert flow_asks(flow(steps), {"otp", "webauthn"}) is asked


def rules(*described, of=_of_console):
    return [of(number, one) for number, one in enumerate(described)]


@pytest.mark.parametrize(
    ("described", "asked"),
    [
        ([{"mode": "2FA"}], True),
        ([{"mode": "1FA"}], False),
        ([{"mode": "1FA", "groups": ["others"]}, {"mode": "2FA"}], True),
        ([{"mode": "1FA", "groups": ["mine"]}, {"mode": "2FA"}], False),
        ([{"mode": "1FA", "without": ["mine"]}, {"mode": "2FA"}], True),
        ([{"mode": "2FA"}, {"mode": "1FA"}], True),
        ([{"mode": "1FA", "zone": "office"}, {"mode": "2FA"}], False),
        ([{"mode": "2FA", "zone": "office"}, {"mode": "1FA"}], False),
        ([{"access": "DENY"}], True),
        ([{"mode": "1FA", "status": "INACTIVE"}, {"mode": "2FA"}], True),
        ([{"type": "AUTH_METHOD_CHAIN"}], None),
        ([{"mode": "2FA", "zone": "office"}], None),
        ([], False),
    ],
)
def test_rules_of_okta(described, asked):
    assert rules_ask(rules(*described), "user-me", ["group-mine"]) is asked


def test_rules_are_tried_by_priority_and_not_as_they_come():
    assert rules_ask(list(reversed(rules({"mode": "2FA"}, {"mode": "1FA"}))), "user-me", []) is True


@pytest.mark.parametrize(("factor", "asked"), [(True, True), (False, False)])
def test_rules_for_sessions(factor, asked):
    assert rules_ask(rules({"factor": factor}, of=_of_session), "user-me", []) is asked


ME = Whose(id="me", roles={"role"}, groups=["mine"])
EVERYBODY = {"includeUsers": ["All"]}


@pytest.mark.parametrize(
    ("described", "asked"),
    [
        ({"users": EVERYBODY, "controls": ["mfa"]}, True),
        ({"users": {"includeUsers": ["me"]}, "controls": ["mfa"]}, True),
        ({"users": {"includeUsers": ["other"]}, "controls": ["mfa"]}, False),
        ({"users": {"includeRoles": ["role"]}, "controls": ["mfa"]}, True),
        ({"users": {"includeGroups": ["mine"]}, "controls": ["mfa"]}, True),
        ({"users": {**EVERYBODY, "excludeRoles": ["role"]}, "controls": ["mfa"]}, False),
        ({"users": {**EVERYBODY, "excludeGroups": ["mine"]}, "controls": ["mfa"]}, False),
        ({"users": EVERYBODY, "controls": ["mfa", "compliantDevice"], "operator": "AND"}, True),
        ({"users": EVERYBODY, "controls": ["mfa", "compliantDevice"], "operator": "OR"}, False),
        ({"users": EVERYBODY, "controls": ["block"]}, True),
        ({"users": EVERYBODY, "controls": []}, False),
        ({"users": EVERYBODY, "strength": {"requirementsSatisfied": "mfa"}}, True),
        ({"users": EVERYBODY, "strength": {"requirementsSatisfied": "none"}}, False),
        ({"users": EVERYBODY, "controls": ["mfa"], "state": "disabled"}, False),
        ({"users": EVERYBODY, "controls": ["mfa"], "platforms": {"includePlatforms": ["android"]}}, False),
        ({"users": EVERYBODY, "controls": ["mfa"], "locations": {"includeLocations": ["All"]}}, True),
        ({"users": EVERYBODY, "controls": ["mfa"], "clients": ["browser", "mobileAppsAndDesktopClients"]}, True),
        ({"users": EVERYBODY, "controls": ["mfa"], "applications": {"excludeApplications": ["x"]}}, None),
        (
            {"users": {"includeUsers": ["other"]}, "controls": ["mfa"], "applications": {"excludeApplications": ["x"]}},
            False,
        ),
        (
            {
                "users": EVERYBODY,
                "controls": ["mfa"],
                "applications": {"includeApplications": ["MicrosoftAdminPortals"]},
            },
            False,
        ),
    ],
)
def test_policies_of_entra(described, asked):
    assert demanded([_policy(0, described)], ME) is asked


def test_groups_that_are_not_told_leave_it_open():
    unknown = Whose(id="me", roles=(), groups=None)
    policy = _policy(0, {"users": {**EVERYBODY, "excludeGroups": ["exceptions"]}, "controls": ["mfa"]})
    assert demanded([policy], unknown) is None
    assert demanded([policy, _policy(1, {"users": EVERYBODY, "controls": ["mfa"]})], unknown) is True


def test_a_guest_may_be_left_out_with_all_guests():
    policy = _policy(0, {"users": {**EVERYBODY, "excludeGuestsOrExternalUsers": {"x": 1}}, "controls": ["mfa"]})
    assert demanded([policy], ME) is True
    assert demanded([policy], Whose(id="me", roles=(), groups=[], is_guest=True)) is None


def test_security_defaults_are_for_named_roles():
    administrator = "62e90394-69f5-4237-9190-012177145e10"
    assert by_default({"isEnabled": True}, [administrator])
    assert not by_default({"isEnabled": True}, ["other"])
    assert not by_default({"isEnabled": False}, [administrator])


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-02-01T09:00:00.000Z", "2026-02-01 09:00:00+00:00"),
        (1769936400000, "2026-02-01 09:00:00+00:00"),
        ("1970-01-01T00:00:00.000Z", "None"),
        (None, "None"),
        (True, "None"),
        ("soon", "None"),
        (10**30, "None"),
    ],
)
def test_moments(written, told):
    assert str(moment(written)) == told


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"retry-after": "7"}, 7, 7),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0, 0),
        ({"retry-after": "whenever"}, 1, 1),
        ({"x-ratelimit-reset": "0"}, 0, 0),
        ({}, 1, 1),
    ],
)
def test_how_long_to_wait(headers, least, most):
    assert least <= seconds_to_wait(headers) <= most


def test_github_says_403_where_nothing_is_left():
    assert is_limited(403, {"x-ratelimit-remaining": "0"})
    assert not is_limited(403, {"x-ratelimit-remaining": "9"})
    assert is_limited(429, {})
