"""Every answer that the worlds' providers give satisfies what the vendor's own API description says of it."""

import pytest

from tests.connectors.descriptions import beside, deviations
from tests.connectors.identity.conftest import read

DESCRIPTIONS = beside(__file__)
AT = "2026-02-01T09:00:00Z"
WORLDS = {
    "keycloak": {
        "users": [
            {"name": "ada", "roles": ["realm-admin"], "factors": ["otp"], "brokered": True, "last_sign_in": AT},
            {"name": "ben"},
        ],
        "roles": [{"name": "owner", "of": ["manage-users"]}],
        "groups": [{"path": "/g", "roles": ["realm-admin"], "members": ["ben"]}, {"path": "/g/h"}],
        "robots": [{"name": "backup", "roles": ["realm-admin"]}],
        "events": True,
        "direct_grants": True,
    },
    "okta": {
        "users": [
            {"name": "ada", "roles": ["SUPER_ADMIN"], "factors": ["push", "question"], "last_sign_in": AT},
            {"name": "ben", "groups": ["ops"]},
        ],
        "groups": [{"name": "ops", "roles": ["APP_ADMIN"]}, {"name": "a"}, {"name": "b"}],
        "console": [{"mode": "1FA", "groups": ["a"], "zone": "office"}, {"mode": "2FA", "without": ["b"]}],
        "session": [{"factor": True}],
    },
    "entra": {
        "users": [
            {"name": "ada", "roles": ["Global Administrator"], "registered": True, "last_sign_in": AT},
            {"name": "ben", "eligible": ["User Administrator"], "registered": False, "groups": ["ops"]},
            {"name": "cas", "registered": True},
        ],
        "groups": [{"name": "ops", "roles": ["User Administrator"], "members": ["cas"]}],
        "applications": [{"name": "backup", "roles": ["Global Reader"]}],
        "policies": [{"users": {"includeGroups": ["group-ops"]}, "controls": ["mfa"]}],
    },
    "google_workspace": {
        "users": [{"name": name, "admin": True} for name in "abc"] + [{"name": "d", "enrolled": None}],
        "groups": [{"id": "ops", "members": ["d"]}],
    },
    "github": {
        "owners": [{"login": name, "saml": f"{name}@x.example"} for name in "abc"],
        "saml": True,
        "required": False,
    },
}


@pytest.mark.parametrize("kind", WORLDS)
def test_answers_are_of_the_described_form(provider, context, kind):
    system, front = provider(kind, **WORLDS[kind])
    population = read(system, context)
    assert population.unreadable == ()
    answers = [(question.partition(" ")[2], data) for question, data in front.replies]
    assert deviations(DESCRIPTIONS[kind]["answers"], answers) == []
    assert DESCRIPTIONS[kind]["source"]


@pytest.mark.parametrize("kind", WORLDS)
def test_a_provider_is_only_read(provider, context, kind):
    system, front = provider(kind, **WORLDS[kind])
    read(system, context)
    posted = {question for question in front.seen if not question.startswith("GET ")}
    assert len(posted) <= 1
    assert all(question.endswith(("/token", "/graphql")) for question in posted)
