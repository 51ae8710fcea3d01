"""The policy's own files: complete, in the order of the text, within their schemas, and in our own words.

They are read here without the project's loader, so that a fault of the loader cannot hide one of the data.
"""

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from clausecheck.model import Obligation
from clausecheck.periods import Period
from clausecheck.policy.obligations import OBLIGATIONS

ROOT = Path(__file__).resolve().parents[2]
POLICY = ROOT / "policy"
PUBLISHED = ROOT.parent / "shared" / "policy" / "privacy-policy-2024-03-15.txt"

STRUCTURE: dict[str, dict[str, str] | str] = {
    "1": {"1.1": "abcdefghi", "1.2": "abcdefghij", "1.3": "abc"},
    "2": {"2.1": "abcdefg", "2.2": "abcd", "2.3": "abcde"},
    "3": {"3.1": "abcd", "3.2": "abcd", "3.3": "ab", "3.4": "ab"},
    "4": {"4.1": "abcdef", "4.2": "abcd", "4.3": "abc"},
    "5": {"5.1": "abc", "5.2": "abc", "5.3": "abc", "5.4": "abc"},
    "6": "abcdef",
    "7": "abcd",
    "8": "",
    "9": "",
    "10": "abcd",
    "11": "abcd",
}
"""The numbered places of the published text: under each number the letters or the subsections that it has."""

HEADINGS = {"1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "4", "4.1", "4.2", "4.3", "5", "5.1", "5.2",
            "5.4", "10"}  # fmt: skip
"""The places that promise nothing of their own."""

RETENTION = {
    "6.a": ("account_information", "P7Y", "service_end"),
    "6.b": ("network_performance_data", "P3Y", "recorded_at"),
    "6.c": ("communication_records", "P5Y", "recorded_at"),
    "6.d": ("technical_logs", "P1Y", "recorded_at"),
    "6.f": ("financial_records", "P7Y", "recorded_at"),
}


class CoreLoader(yaml.BaseLoader):
    """BaseLoader, and true, false and whole numbers as YAML 1.2 has them."""

    def construct_scalar(self, node: yaml.nodes.ScalarNode) -> Any:
        value = super().construct_scalar(node)
        if node.style is not None:
            return value
        if re.fullmatch(r"-?(0|[1-9][0-9]*)", value):
            return int(value)
        return {"true": True, "false": False}.get(value, value)


CoreLoader.add_constructor("tag:yaml.org,2002:str", CoreLoader.construct_scalar)


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=CoreLoader)  # noqa: S506 - a BaseLoader


def schema(name: str) -> Any:
    return json.loads((POLICY / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))


def ids(number: str, under: dict[str, str] | str) -> list[str]:
    """The ids of a section in the order of the text."""
    if isinstance(under, str):
        return [number, *(f"{number}.{letter}" for letter in under)]
    return [number, *(place for sub, letters in under.items() for place in ids(sub, letters))]


SCHEMAS = {path.name.removesuffix(".schema.json") for path in (POLICY / "schema").glob("*.schema.json")}
OURS = ("policy", "section", "obligations", "crosswalk", "attestations", "waivers", "not_yet")
EXPECTED = [place for number, under in STRUCTURE.items() for place in ids(number, under)]
SECTIONS = [POLICY / "sections" / name for name in read(POLICY / "policy.yaml")["sections"]]
CLAUSES = [clause for path in SECTIONS for clause in read(path)["clauses"]]
BY_ID = {clause["id"]: clause for clause in CLAUSES}
CARRIED = [(clause["id"], duty) for clause in CLAUSES for duty in clause.get("obligations", [])]
KINDS = schema("obligations")["$defs"]["kinds"]
NOT_YET = read(ROOT / "checks" / "not_yet.yaml")
ATTESTED = read(ROOT / "checks" / "attested.yaml")
DATA = [
    *((path, "section") for path in SECTIONS),
    (POLICY / "policy.yaml", "policy"),
    (POLICY / "crosswalk.yaml", "crosswalk"),
    (POLICY / "attestations.yaml", "attestations"),
    (POLICY / "waivers.yaml", "waivers"),
    (ROOT / "checks" / "not_yet.yaml", "not_yet"),
    (ROOT / "checks" / "attested.yaml", "attested"),
]


def faults(data: Any, name: str) -> list[str]:
    """What the schema `name` finds wrong with `data`."""
    resources = [(f"{each}.schema.json", DRAFT202012.create_resource(schema(each))) for each in SCHEMAS]
    validator = Draft202012Validator(
        {"$ref": f"{name}.schema.json"}, registry=Registry().with_resources(resources), format_checker=FormatChecker()
    )
    return [f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(data)]


def a_clause(**changes: Any) -> dict[str, Any]:
    """A section of one good clause, with changes; `None` takes a key away."""
    good = {"id": "6.c", "title": "Records", "promise": "Records leave after a while.", "severity": "high",
            "owner": "support", "obligations": [{"kind": "mfa", "basis": "published"}]}  # fmt: skip
    clause = {key: value for key, value in {**good, **changes}.items() if value is not None}
    return {"section": {"id": "6", "title": "Keeping"}, "clauses": [clause]}


def test_all_121_places_stand_in_the_order_of_the_text() -> None:
    assert len(EXPECTED) == 121
    assert [clause["id"] for clause in CLAUSES] == EXPECTED


def test_each_section_file_holds_its_own_section() -> None:
    for path, (number, under) in zip(SECTIONS, STRUCTURE.items(), strict=True):
        assert path.name.startswith(f"{int(number):02}-")
        assert read(path)["section"]["id"] == number
        assert [clause["id"] for clause in read(path)["clauses"]] == ids(number, under)


def test_no_section_file_is_left_out() -> None:
    assert sorted((POLICY / "sections").glob("*.yaml")) == sorted(SECTIONS)


@pytest.mark.parametrize("name", OURS)
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema(name)["title"]
    assert schema(name)["description"]


@pytest.mark.parametrize(("path", "name"), DATA, ids=[path.stem for path, _ in DATA])
def test_files_keep_to_the_schema_that_their_first_line_names(path: Path, name: str) -> None:
    first, _, reference = path.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")
    assert first == "# yaml-language-server: "
    assert (path.parent / reference).resolve() == POLICY / "schema" / f"{name}.schema.json"
    assert faults(read(path), name) == []


@pytest.mark.parametrize(
    ("changes", "phrase"),
    [
        ({"id": 6}, "6 is not of type 'string'"),
        ({"id": "6c"}, "'6c' does not match"),
        ({"severity": "huge"}, "'huge' is not one of"),
        ({"severity": "none"}, "'none' is not one of"),
        ({"owner": "jane"}, "'jane' is not one of"),
        ({"colour": "red"}, "'colour' was unexpected"),
        ({"informative": "It says nothing."}, "should not be valid under {}"),
        ({"informative": "It says nothing.", "obligations": None}, "'none' was expected"),
        ({"obligations": None}, "'obligations' is a required property"),
        ({"obligations": [{"kind": "mfaa", "basis": "published"}]}, "'mfaa' is not one of"),
        ({"obligations": [{"kind": "mfa"}]}, "'basis' is a required property"),
        ({"obligations": [{"kind": "mfa", "basis": "law"}]}, "'source' is a required property"),
        ({"obligations": [{"kind": "mfa", "basis": "company"}]}, "'approved_by' is a required property"),
        ({"obligations": [{"kind": "mfa", "basis": "published", "period": "P1Y"}]}, "'period' was unexpected"),
        (
            {"obligations": [{"kind": "marketing_removal", "basis": "published", "removed_within": "5 yeers"}]},
            "'5 yeers' does not match",
        ),
        ({"obligations": [{"kind": "marketing_removal", "basis": "published"}]}, "'removed_within' is a required"),
        (
            {"obligations": [{"kind": "marketing_removal", "basis": "published", "removed_within": "P0M"}]},
            "'P0M' does not match",
        ),
    ],
)
def test_the_section_schema_refuses(changes: dict[str, Any], phrase: str) -> None:
    assert any(phrase in fault for fault in faults(a_clause(**changes), "section"))


def test_the_section_schema_takes_a_good_clause() -> None:
    assert faults(a_clause(), "section") == []


AN_ATTESTATION = {
    "targets": ["staging"], "clause": "4.1.d", "obligation": "security_assessment", "system": "everything",
    "statement": "The assessment was held.", "signed_by": "security", "signed_at": "2026-01-02T09:00:00-05:00",
    "expires_at": "2027-01-02T09:00:00-05:00", "document": "documents/assessment.pdf", "sha256": "0" * 64,
}  # fmt: skip
A_WAIVER = {
    "targets": ["staging"], "clause": "4.1.b", "check": "stores_are_encrypted", "resources": ["cloud.old-volume"],
    "justification": "It is emptied this month.", "approved_by": "security", "risk": "A stolen disk can be read.",
    "created_at": "2026-01-02T09:00:00-05:00", "expires_at": "2026-02-02T09:00:00Z", "ticket": "SEC-12",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "good"),
    [({}, True), ({"sha256": "0" * 63}, False), ({"expires_at": "2027-01-02T09:00:00"}, False), ({"who": "me"}, False)],
)
def test_attestations(changes: dict[str, str], good: bool) -> None:
    assert (faults({"attestations": [{**AN_ATTESTATION, **changes}]}, "attestations") == []) is good


@pytest.mark.parametrize(
    ("changes", "good"),
    [
        ({}, True),
        ({"resources": None, "dataset": "tickets", "keys": ["12"], "at_most": 1}, True),
        ({"resources": None, "dataset": "tickets"}, False),
        ({"dataset": "tickets"}, False),
        ({"resources": ["cloud.*"]}, False),
        ({"approved_by": "dpo"}, False),
        ({"check": "no_marketing_after_opt_out"}, False),
        ({"expires_at": "2026-02-02T09:00:00"}, False),
    ],
)
def test_waivers(changes: dict[str, Any], good: bool) -> None:
    waiver = {key: value for key, value in {**A_WAIVER, **changes}.items() if value is not None}
    assert (faults({"waivers": [waiver]}, "waivers") == []) is good


def test_each_clause_obliges_or_says_why_not() -> None:
    assert {clause["id"] for clause in CLAUSES if "informative" in clause} == HEADINGS
    for clause in CLAUSES:
        assert ("obligations" in clause) != ("informative" in clause), clause["id"]


def test_no_clause_says_the_same_obligation_twice() -> None:
    for clause in CLAUSES:
        duties = [json.dumps(duty, sort_keys=True) for duty in clause.get("obligations", [])]
        assert len(set(duties)) == len(duties), clause["id"]


def test_every_kind_is_known_to_the_schema_and_carried() -> None:
    assert {duty["kind"] for _, duty in CARRIED} == set(KINDS)
    assert schema("obligations")["properties"]["kind"]["enum"] == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_closed_schema_of_its_own(kind: str) -> None:
    one = KINDS[kind]
    assert one["properties"]["kind"] == {"const": kind}
    assert one["additionalProperties"] is False
    assert one["title"]
    assert one["description"]
    branch = {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}}
    assert {**branch, "then": {"$ref": f"#/$defs/kinds/{kind}"}} in schema("obligations")["allOf"]


def test_a_kind_has_a_check_or_is_attested_or_is_listed_as_not_yet() -> None:
    assert set(NOT_YET) | set(ATTESTED) == set(KINDS) - set(OBLIGATIONS)


def test_no_two_kinds_wait_for_the_same_check() -> None:
    stems = [entry["check"] for entry in NOT_YET.values()]
    assert len(set(stems)) == len(stems)


@pytest.mark.parametrize("kind", OBLIGATIONS)
def test_the_class_of_a_kind_has_the_terms_of_its_schema(kind: str) -> None:
    own = {field.name for field in fields(OBLIGATIONS[kind])} - {field.name for field in fields(Obligation)}
    assert own == set(KINDS[kind]["properties"]) - {"kind", "basis", "source", "approved_by"}


def test_the_periods_of_section_6_are_the_published_ones() -> None:
    found = {
        place: (duty["category"], duty["period"], duty["anchor"])
        for place, duty in CARRIED
        if duty["kind"] == "retention" and duty["basis"] == "published"
    }
    assert found == RETENTION


def test_every_period_of_the_schema_is_a_period_of_the_engine() -> None:
    pattern = re.compile(schema("obligations")["$defs"]["period"]["pattern"])
    written = {
        value for _, duty in CARRIED for value in duty.values() if isinstance(value, str) and pattern.match(value)
    }
    assert written
    assert all(Period.parse(period) != Period() for period in written)


def test_a_category_that_an_obligation_names_is_declared() -> None:
    declared = read(POLICY / "policy.yaml")["categories"]
    assert {duty["category"] for _, duty in CARRIED if "category" in duty} <= set(declared)


def test_every_collected_kind_of_data_has_a_period_or_a_reason() -> None:
    policy = read(POLICY / "policy.yaml")
    assert list(policy["collection"]) == [place for place in EXPECTED if re.fullmatch(r"1\.[1-3]\.[a-j]", place)]
    kept = {where["category"] for where in policy["collection"].values() if "category" in where}
    timed = {duty["category"] for _, duty in CARRIED if duty["kind"] == "retention"}
    assert kept <= timed


def test_a_role_is_required_or_optional() -> None:
    for name, category in read(POLICY / "policy.yaml")["categories"].items():
        assert not set(category["required"]) & set(category["optional"]), name


def test_the_crosswalk_speaks_of_every_clause_that_obliges_and_of_no_other() -> None:
    assert list(read(POLICY / "crosswalk.yaml")["clauses"]) == [place for place in EXPECTED if place not in HEADINGS]


def test_the_crosswalk_has_no_framework_without_a_name() -> None:
    crosswalk = read(POLICY / "crosswalk.yaml")
    used = {framework for provisions in crosswalk["clauses"].values() for framework in provisions}
    assert used == set(crosswalk["frameworks"])


def test_the_published_contacts_are_carried_over() -> None:
    promises = {place: BY_ID[place]["promise"] for place in ("10.b", "10.c")}
    contacts = read(POLICY / "policy.yaml")["contacts"]
    assert contacts["phone"] in promises["10.b"]
    assert all(line in promises["10.c"] for line in contacts["address"][1:])


def eights(text: str) -> set[tuple[str, ...]]:
    """Every run of eight words."""
    words = re.findall(r"[\w'-]+", text.lower())
    return {tuple(words[start : start + 8]) for start in range(len(words) - 7)}


def test_promises_are_in_our_own_words() -> None:
    if not PUBLISHED.parents[1].exists():
        pytest.skip("the published text is not at hand")
    published = {run for line in PUBLISHED.read_text(encoding="utf-8").splitlines() for run in eights(line)}
    assert published
    copied = {clause["id"] for clause in CLAUSES if (eights(clause["promise"]) | eights(clause["title"])) & published}
    assert copied == set()
