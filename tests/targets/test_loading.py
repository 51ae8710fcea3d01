import re
from collections.abc import Callable
from pathlib import Path

import pytest

from clausecheck.errors import Problem, TargetError
from clausecheck.policy import load_policy
from clausecheck.policy.declarations import declarations
from clausecheck.redaction import Secret
from clausecheck.targets import AtRest, Target, load_target, world_of

PROJECT = Path(__file__).parents[2]
Loaded = Callable[..., Target]
Refused = Callable[..., tuple[Problem, ...]]
REGIONS = {"regions": ["us-east-1"]}
GOOD = """
target: staging
environment: staging
systems:
  crm: {kind: sql, url: "${CRM_URL}", timezone: America/New_York, time_limit: 2.5,
        at_rest: {system: cloud, resource: db}}
  cloud: {kind: aws, regions: [us-east-1]}
datasets:
  - {name: mails, category: communication_records, system: crm, table: mails, key: id, recorded_at: sent, subject: who,
     where: {kind: mail, version: 2, live: true}, columns: {body: technical}, may_be_empty: true,
     copies: [{system: crm, table: old.mails, recorded_at: at}, {absent: no replica}]}
"""


def test_a_target_becomes_frozen_data(loaded: Loaded, project: Path) -> None:
    target = loaded(GOOD, {"CRM_URL": "postgresql://u:s3cret@h/crm"})
    crm = target.systems["crm"]
    assert (crm.kind, crm.timezone, crm.time_limit, crm.folder) == ("sql", "America/New_York", 2.5, str(project))
    assert crm.at_rest == AtRest(system="cloud", resource="db")
    assert (target.mode, target.world, target.systems["cloud"].settings) == ("read-only", "", REGIONS)
    (mails,) = target.datasets_of("communication_records")
    assert mails.where == {"kind": "mail", "version": 2, "live": True}
    assert (mails.absent, mails.may_be_empty, mails.line) == (("no replica",), True, 9)


def test_a_copy_has_its_originals_roles_or_its_own(loaded: Loaded) -> None:
    (mails,) = loaded(GOOD, {"CRM_URL": "sqlite:///x"}).datasets
    assert [(place.name, place.is_copy) for place in mails.places] == [("crm.mails", False), ("crm.old.mails", True)]
    assert mails.places[1].roles == {"key": "id", "recorded_at": "at", "subject": "who"}


def test_what_came_from_the_environment_is_never_shown(loaded: Loaded) -> None:
    target = loaded(GOOD, {"CRM_URL": "postgresql://u:s3cret@h/crm"})
    url = target.systems["crm"].settings["url"]
    assert isinstance(url, Secret)
    assert url == "postgresql://u:s3cret@h/crm"
    assert "s3cret" not in repr(target)


def test_every_problem_is_told_at_once_with_its_place(refused: Refused) -> None:
    problems = refused("""
target: staging
environment: stagign
systems:
  crm: {kind: sqll, url: x}
  lake: {kind: sql, url: "${LAKE_URL}", timezone: Europe/Pariss, time_limit: -1}
datasets:
  - {name: a, category: comunication_records, system: crm, table: t}
  - {name: a, category: communication_records, system: crmm, table: t, key: id, recordet_at: x}
  - {name: b, category: communication_records, system: lake, table: t, key: id, recorded_at: updated_at, hold: h}
""")
    told = {(problem.line, problem.key): problem.message for problem in problems}
    assert "did you mean 'staging'?" in told[3, "environment"]
    assert "did you mean 'sql'?" in told[5, "systems.crm.kind"]
    assert "LAKE_URL" in told[6, "systems.lake.url"]
    assert "did you mean 'communication_records'?" in told[8, "datasets[0].category"]
    assert "did you mean 'crm'?" in told[9, "datasets[1].system"]
    assert "did you mean 'recorded_at'?" in told[9, "datasets[1].recordet_at"]
    assert "stands already at line 8" in told[9, "datasets[1].name"]
    assert "recorded_at is missing" in told[9, "datasets[1]"]
    assert "anchor_reasons" in told[10, "datasets[2].recorded_at"]
    assert "legal_holds" in told[10, "datasets[2].hold"]
    assert all(problem.file.endswith("targets/staging.yaml") and problem.column for problem in problems)


def test_zones_and_time_limits_are_real_ones(refused: Refused) -> None:
    problems = refused("""
target: staging
environment: staging
systems:
  a: {kind: sql, url: x, timezone: Europe/Pariss}
  b: {kind: sql, url: x, time_limit: 0}
  c: {kind: sql, url: x, time_limit: soon}
  d: {kind: sql, url: x, at_rest: {system: clout, resource: r}}
  cloud: {kind: aws}
""")
    assert [problem.key for problem in problems] == [
        "systems.a.timezone", "systems.b.time_limit", "systems.c.time_limit", "systems.d.at_rest.system",
    ]  # fmt: skip
    assert "did you mean 'cloud'?" in problems[-1].message


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ("mode: probe\nenvironment: production", "mode", "production"),
        ("environment: staging\nworld: fixtures/clearcall", "world", "demo"),
        ("environment: ${ENVIRONMENT}", "environment", "must stand in the file"),
        ("environment: staging\nmood: bad", "mood", "did you mean 'mode'?"),
    ],
)
def test_what_a_target_may_not_say(line: str, key: str, said: str, refused: Refused) -> None:
    problems = refused(f"target: staging\n{line}\nsystems: {{}}\n")
    assert any(problem.key == key and said in problem.message for problem in problems)


def test_kinds_without_connector_load(loaded: Loaded) -> None:
    target = loaded(
        """
target: staging
environment: staging
systems:
  staff: {kind: ldap, url: "ldaps://h", bind_dn: x, password: "${LDAP}", base_dn: y}
  mails: {kind: mail, domains: [portal.example]}
""",
        {"LDAP": "s3cret"},
    )
    assert {system.kind for system in target.systems.values()} == {"ldap", "mail"}
    assert target.datasets == ()


def test_a_missing_target_names_those_that_are(project: Path) -> None:
    (project / "targets" / "staging.yaml").write_text("target: staging")
    with pytest.raises(TargetError, match="did you mean 'staging'") as caught:
        load_target("stagging", root=project, categories={}, environ={})
    assert "targets: staging" in str(caught.value)
    with pytest.raises(TargetError, match="no such target file"):
        load_target("gone/x.yaml", root=project, categories={}, environ={})


def test_a_file_that_does_not_parse_is_a_target_error(refused: Refused) -> None:
    assert "is not YAML" in refused("target: [")[0].message
    assert "stands twice" in refused("target: a\ntarget: b\n")[0].message


def test_the_world_is_told_before_anything_is_expanded(project: Path) -> None:
    path = project / "targets" / "demo.yaml"
    path.write_text("target: demo\nenvironment: demo\nworld: fixtures/clearcall\nsystems: {a: {url: '${NOT_YET}'}}\n")
    assert world_of("demo", project) == "fixtures/clearcall"
    assert world_of(str(path), project) == "fixtures/clearcall"
    path.write_text("target: demo\nenvironment: staging\nworld: fixtures/clearcall\n")
    assert world_of("demo", project) == ""
    with pytest.raises(TargetError):
        world_of("gone", project)


def _made_up(name: str) -> str:
    if name.endswith(("_HTTP", "_PORT")):
        return "8080"
    return "sqlite:///made-up.db" if name == "CLEARCALL_CRM_URL" else "https://made-up.example:8443/x"


@pytest.mark.parametrize("name", ["demo", "demo-breached", "staging.example", "production.example"])
def test_the_projects_own_targets_load(name: str) -> None:
    named = re.findall(r"\$\{(\w+)\}", (PROJECT / "targets" / f"{name}.yaml").read_text(encoding="utf-8"))
    environ = {one: _made_up(one) for one in named}
    policy = load_policy(PROJECT / "policy")
    target = load_target(
        name, root=PROJECT, categories=policy.categories, environ=environ, declares=declarations(policy)
    )
    assert target.datasets
