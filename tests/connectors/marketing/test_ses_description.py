"""What the worlds' Amazon SES answers, and what it is asked, satisfies AWS's own service models in botocore."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from botocore.model import OperationModel, ServiceModel, Shape
from botocore.session import Session

from clausecheck.connectors.marketing import ses
from clausecheck.connectors.protocol import Missing
from fixtures.worlds.providers.front import Front, Question
from tests.connectors.descriptions import deviations, spoiled
from tests.connectors.marketing.conftest import FRONTED, Made

AT = "2025-02-01T09:00:00Z"
WORLD = {
    "suppressed": [
        {"email": "ann@a.example", "reason": "BOUNCE", "at": AT},
        {"email": "bob@a.example", "reason": "COMPLAINT", "at": AT},
    ],
    "contacts": [
        {"email": "ann@a.example", "all": True, "at": AT},
        {"email": "bob@a.example", "topics": ["offers"], "at": AT},
    ],
}
ASKED = {"GetCallerIdentity", "ListSuppressedDestinations", "ListContactLists", "ListContacts"}
TYPES = {
    "string": "string", "boolean": "boolean", "integer": "integer", "long": "integer", "double": "number",
    "float": "number", "timestamp": "number",
}  # fmt: skip
"""How botocore's types travel in JSON: a timestamp as seconds since 1970, as rest-json has it without a format."""


def form(shape: Shape | None) -> dict[str, Any]:
    """The JSON Schema of a shape as it travels, in which nothing is allowed that the shape does not have."""
    if shape is None:
        return {"type": "object", "additionalProperties": False}
    if shape.type_name == "structure":
        members = {one.serialization.get("name", name): form(one) for name, one in shape.members.items()}
        return {
            "type": "object", "properties": members, "required": shape.required_members, "additionalProperties": False,
        }  # fmt: skip
    if shape.type_name == "list":
        return {"type": "array", "items": form(shape.member)}
    limits = {"min": "minLength", "max": "maxLength"} if shape.type_name == "string" else {}
    more = {limits[name]: value for name, value in shape.metadata.items() if name in limits}
    return {"type": TYPES[shape.type_name]} | more | ({"enum": shape.enum} if getattr(shape, "enum", None) else {})


@pytest.fixture(scope="module")
def models() -> dict[str, ServiceModel]:
    session = Session()
    return {name: session.get_service_model(name) for name in ("sesv2", "sts")}


@pytest.fixture
def front(system: Made) -> Iterator[Front]:
    """The provider, after everything that the connector reads of it was read."""
    with FRONTED["ses"](WORLD) as front:
        told = ses.read(system(front, "ses", {"marketing_groups": ["offers"]})).suppressions
        assert not isinstance(told, Missing)
        assert {one.reason for one in told} == {"bounce", "complaint", "opt_out"}
        yield front


def _asked(models: dict[str, ServiceModel], one: Question) -> tuple[OperationModel, dict[str, Any]]:
    """Which operation a question is of, and its terms wherever they travel."""
    if one.path == "/":
        terms = dict(one.body)
        assert terms.pop("Version") == models["sts"].api_version
        return models["sts"].operation_model(terms.pop("Action")), terms
    operations = [models["sesv2"].operation_model(name) for name in models["sesv2"].operation_names]
    for operation in operations:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", operation.http["requestUri"])
        if operation.http["method"] == one.method and (found := re.fullmatch(pattern, one.path)):
            return operation, {**found.groupdict(), **one.query, **one.body}
    raise AssertionError(f"{one.method} {one.path} is no operation of SES")


def _told(data: Any) -> Any:
    """An answer's JSON; of the XML of STS what the wrapper of its result holds."""
    if not isinstance(data, str):
        return data
    return {one.tag.rpartition("}")[2]: one.text for one in ET.fromstring(data)[0]}  # noqa: S314  our own


def test_questions_are_of_the_form_that_botocore_describes(models: dict[str, ServiceModel], front: Front) -> None:
    asked = [_asked(models, one) for one in front.asked]
    described = {operation.name: form(operation.input_shape) for operation, _ in asked}
    assert set(described) == ASKED
    assert deviations(described, [(operation.name, terms) for operation, terms in asked]) == []


def test_answers_are_of_the_form_that_botocore_describes(models: dict[str, ServiceModel], front: Front) -> None:
    asked = [_asked(models, one)[0] for one in front.asked]
    described = {operation.name: form(operation.output_shape) for operation in asked}
    told = [(one.name, _told(data)) for one, (_, data) in zip(asked, front.replies, strict=True)]
    assert set(described) == ASKED
    assert deviations(described, told) == []
    for name, data in told:
        for wrong in spoiled(data):
            assert deviations({name: described[name]}, [(name, wrong)]), (name, wrong)
