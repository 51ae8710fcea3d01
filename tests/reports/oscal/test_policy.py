import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clausecheck.policy import Policy, load_policy
from clausecheck.reports import oscal
from clausecheck.reports.oscal.policy import documents
from tests.reports.sample import sample_run

PROJECT = Path(__file__).parents[3]
SCHEMAS = Path(__file__).parents[1] / "schemas"
READ_BY_TRESTLE = """
import sys
from trestle.cli import Trestle
for words in (
    ["init"], ["import", "-f", "{0}/oscal-catalog.json", "-o", "catalog"],
    ["import", "-f", "{0}/oscal-profile.json", "-o", "profile"],
    ["import", "-f", "{0}/results.json", "-o", "results"], ["validate", "-a"],
    ["author", "profile-resolve", "-n", "profile", "-o", "resolved"],
):
    sys.argv = ["trestle", *words]
    if code := Trestle().run(None):
        sys.exit(code)
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(PROJECT / "policy")


@pytest.fixture(scope="module")
def catalog(policy: Policy) -> Any:
    return json.loads(documents(policy)["oscal-catalog.json"])["catalog"]


def controls(catalog: Any) -> dict[str, Any]:
    return {one["id"]: one for group in catalog["groups"] for one in group["controls"]}


def test_every_clause_is_a_control_in_its_section(policy: Policy, catalog: Any) -> None:
    assert list(controls(catalog)) == [f"clause-{clause.id}" for clause in policy.clauses]
    assert [group["id"] for group in catalog["groups"]] == [f"section-{section.id}" for section in policy.sections]


def test_control_tells_promise_terms_owner_and_provisions(catalog: Any) -> None:
    kept = controls(catalog)["clause-6.c"]
    props = {prop["name"]: prop["value"] for prop in kept["props"]}
    assert (props["label"], props["severity"]) == ("6.c", "high")
    assert props["stands-at"].startswith("policy/sections/06-how-long-we-keep-it.yaml:")
    assert kept["parts"][0]["id"] == "clause-6.c_smt"
    assert "5 years" in kept["parts"][0]["prose"]
    assert ["5 years"] in [param["values"] for param in kept["params"]]
    resources = {f"#{resource['uuid']}" for resource in catalog["back-matter"]["resources"]}
    assert {link["href"] for link in kept["links"]} <= resources


def test_ids_are_unique(catalog: Any) -> None:
    ids = [one["id"] for each in controls(catalog).values() for one in (*each["parts"], *each.get("params", ()))]
    assert len(ids) == len(set(ids))


def test_profile_selects_what_obliges(policy: Policy) -> None:
    profile = json.loads(documents(policy)["oscal-profile.json"])["profile"]
    (imported,) = profile["imports"]
    (selected,) = imported["include-controls"]
    assert imported["href"] == "oscal-catalog.json"
    assert selected["with-ids"] == [f"clause-{one.id}" for one in policy.clauses if one.obligations]


def test_same_policy_gives_the_same_bytes(policy: Policy) -> None:
    assert documents(policy) == documents(load_policy(PROJECT / "policy"))


@pytest.mark.parametrize("kind", ["catalog", "profile"])
def test_official_schemas_are_satisfied(kind: str, policy: Policy, tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="pip install check-jsonschema")
    right, wrong = tmp_path / "right.json", tmp_path / "wrong.json"
    told = documents(policy)[f"oscal-{kind}.json"]
    right.write_text(told, encoding="utf-8")
    wrong.write_text(told.replace('"uuid": "', '"uuid": "no ', 1), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", SCHEMAS / f"oscal-{kind}-1.2.0.json"]
    codes = {one: subprocess.run([*command, one], capture_output=True, check=False) for one in (right, wrong)}
    assert codes[right].returncode == 0, codes[right].stdout
    assert codes[wrong].returncode == 1, codes[wrong].stdout


def test_compliance_trestle_imports_and_validates_all_three(policy: Policy, tmp_path: Path) -> None:
    pytest.importorskip("trestle", reason="pip install compliance-trestle")
    given, workspace = tmp_path / "given", tmp_path / "workspace"
    given.mkdir()
    workspace.mkdir()
    for name, text in {**documents(policy), "results.json": oscal.render(sample_run())}.items():
        (given / name).write_text(text, encoding="utf-8")
    profile = given / "oscal-profile.json"  # in a workspace of trestle, a catalogue is known by its place in it
    profile.write_text(profile.read_text().replace("oscal-catalog.json", "trestle://catalogs/catalog/catalog.json"))
    command = [sys.executable, "-c", READ_BY_TRESTLE.format(given)]
    told = subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert (told.stdout + told.stderr).count("VALID: Model") >= 3
    resolved = json.loads((workspace / "catalogs" / "resolved" / "catalog.json").read_text())["catalog"]
    assert json.dumps(resolved).count('"class": "clause"') == len([one for one in policy.clauses if one.obligations])
