from collections.abc import Callable

import pytest

from clausecheck.errors import Problem
from clausecheck.targets import Target

HEAD = "target: staging\nenvironment: staging\nsystems:\n  crm: "
WRITTEN_OUT = [
    '{kind: sql, url: "postgresql://u:hunter2@h/crm"}',
    '{kind: sql, url: "postgresql://${USER:-u}:hunter2@h/crm"}',
    '{kind: sql, url: "postgresql://u:${PW:-hunter2}@h/crm"}',
    '{kind: sql, url: "${CRM_URL:-postgresql://u:hunter2@h/crm}"}',
    '{kind: sql, url: "postgresql://u@h/crm?password=hunter2"}',
    '{kind: sql, url: "postgresql://u:hunter2${PW}@h/crm"}',
    '{kind: ldap, url: "ldaps://h", password: hunter2}',
    '{kind: ldap, url: "ldaps://h", password: "${PW:-hunter2}"}',
    "{kind: mail, api_key: hunter2}",
    "{kind: mail, token: 44100417}",
    "{kind: logs, inner: {client_secret: hunter2}}",
]
TAKEN = [
    '{kind: sql, url: "postgresql://u:${PW}@h/crm"}',
    '{kind: sql, url: "${CRM_URL:-postgresql://u@h/crm}"}',
    '{kind: sql, url: "postgresql://u@h:5432/crm?sslmode=require"}',
    '{kind: sql, url: "${PW}"}',
    '{kind: ldap, url: "ldaps://h:636", base_dn: "dc=x", password: "${PW}"}',
    '{kind: ldap, url: "ldaps://h:636", base_dn: "dc=x", password: "${PW:-}"}',
    '{kind: website, url: "https://portal.example:8443/a@b"}',
]


@pytest.mark.parametrize("system", WRITTEN_OUT)
def test_a_secret_that_is_written_out_is_refused_and_not_repeated(
    system: str, refused: Callable[..., tuple[Problem, ...]]
) -> None:
    problems = refused(HEAD + system, {"PW": "x", "USER": "x", "CRM_URL": "x"})
    assert [one for one in problems if "is written out; write ${NAME}" in one.message]
    assert not [one for one in problems if "hunter2" in str(one) or "44100417" in str(one)]


@pytest.mark.parametrize("system", TAKEN)
def test_what_comes_from_the_environment_is_taken(system: str, loaded: Callable[..., Target]) -> None:
    target = loaded(HEAD + system, {"PW": "hunter2", "CRM_URL": "postgresql://u:hunter2@h/crm"})
    assert "hunter2" not in repr(target)


def test_columns_may_be_called_like_secrets(loaded: Callable[..., Target]) -> None:
    target = loaded(
        HEAD + "{kind: sql, url: x}\ndatasets:\n  - {name: a, category: people, system: crm, table: t, key: token,"
        " columns: {password_hash: technical}}\n"
    )
    assert target.datasets[0].places[0].roles == {"key": "token"}


def test_no_problem_repeats_what_a_variable_holds(refused: Callable[..., tuple[Problem, ...]]) -> None:
    problems = refused(
        HEAD + '{kind: sql, url: "${CRM_URL}", timezone: "${ZONE}", time_limit: "${LIMIT}", region: [x]}',
        {"CRM_URL": "hunter2", "ZONE": "hunter2", "LIMIT": "hunter2"},
    )
    assert "hunter2" not in "".join(map(str, problems))
