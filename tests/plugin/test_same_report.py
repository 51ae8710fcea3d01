"""Both ways of running an audit write the same report."""

import re
from collections.abc import Callable

import pytest

from tests.project import KEPT, OVERDUE, TARGET, Project, Told

pytest_plugins = ["pytester"]


@pytest.fixture
def rich(project: Project) -> Project:
    """A target with findings of each outcome, two of them in one clause."""
    project.rows([KEPT, OVERDUE, "no date"])
    project.rows([OVERDUE], table="archive")
    project.rows([KEPT], table="net")
    project.target(
        TARGET.rstrip().removesuffix("}") + ",\n     copies: [{system: crm, table: archive}]}\n"
        "  - {name: net, category: network_performance_data, system: crm, table: net, key: id,\n"
        "     recorded_at: created_at}\n"
        "  - {name: late, category: financial_records, system: crm, table: gone, key: id, recorded_at: created_at}\n"
    )
    return project


def test_report_json_and_junit_xml_are_the_same(
    rich: Project, pytested: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSECHECK_PSEUDONYM_KEY", "the same for both")
    by_command = rich.audit("--report", "one")
    by_pytest = pytested("--report", "two")
    assert by_command.code == by_pytest.code == 1
    assert {clause["outcome"] for clause in rich.report("one")["clauses"]} > {"violated", "honoured", "unverified"}
    for file in ("report.json", "junit.xml", "index.html"):
        one, two = ((rich.folder / folder / file).read_text() for folder in ("one", "two"))
        assert same(one) == same(two), file


def same(text: str) -> list[str]:
    """Without what belongs to one run: its id, its times, and the digest of its evidence."""
    text = re.sub(r"2\d{3}-\d\d-\d\dT[\d-]+Z-staging-[0-9a-f]{6}", "RUN", text)
    text = re.sub(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(\+00:00|Z)?", "TIME", text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "DIGEST", text)
    text = re.sub(r'time="[\d.]+"', "", text)
    return [line for line in text.splitlines() if "<dt>Ran</dt>" not in line]
