from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from clausecheck.model import Run
from clausecheck.reports import junit
from tests.reports.sample import AS_OF, LATE, clause, sample_run


@pytest.fixture
def suite(run: Run) -> etree._Element:
    return etree.fromstring(junit.render(run)).find("testsuite")


def test_report_satisfies_the_schema_that_jenkins_reads(run: Run) -> None:
    schema = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "junit-10.xsd"))
    schema.assertValid(etree.fromstring(junit.render(run)))
    schema.assertValid(etree.fromstring(junit.render(sample_run(clauses=()))))
    schema.assertValid(etree.fromstring(junit.render(sample_run(finished_at=AS_OF + timedelta(hours=30)))))


def test_totals_agree_with_the_cases(suite: etree._Element) -> None:
    totals = {name: int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")}
    assert totals == {"tests": 9, "failures": 2, "errors": 4, "skipped": 1}
    assert totals["tests"] == len(suite.findall("testcase"))
    assert suite.get("time") == "71.250"


def test_outcomes_are_told_as_ci_tools_read_them(suite: etree._Element) -> None:
    told = {case.get("classname"): [child.tag for child in case] for case in suite.findall("testcase")}
    assert told["clausecheck.4.1.a"] == ["system-out"]
    assert told["clausecheck.4.1.b"] == ["skipped"]
    assert told["clausecheck.4.1.c"] == ["failure"]
    assert told["clausecheck.1.1.a"] == ["error"]
    assert told["clausecheck.6"] == ["system-out"]


def test_clause_that_nobody_looked_at_is_an_error_and_a_heading_no_case(suite: etree._Element) -> None:
    (case,) = [case for case in suite.findall("testcase") if case.get("classname") == "clausecheck.1.1.b"]
    assert case.find("error").get("message") == "The audit ended before this was looked at."
    assert not [case for case in suite.findall("testcase") if case.get("classname") == "clausecheck.1.1"]


def test_name_holds_check_clause_and_resource(suite: etree._Element) -> None:
    names = [case.get("name") for case in suite.findall("testcase")]
    assert "records_leave_on_time[6.c-crm.communications]" in names


def test_two_findings_of_one_name_stay_two_cases() -> None:
    suite = etree.fromstring(junit.render(sample_run(clauses=(clause("6.c", "Twice", LATE, LATE),))))
    names = [case.get("name") for case in suite.iter("testcase")]
    assert names[1] == f"{names[0]} (2)"


def test_fault_of_our_own_is_told_apart(suite: etree._Element) -> None:
    types = {case.get("classname"): error.get("type") for case in suite for error in case.findall("error")}
    assert types["clausecheck.6.a"] == "fault"
    assert types["clausecheck.1.1.a"] == "unverified"


def test_case_has_no_properties_and_the_run_does(suite: etree._Element) -> None:
    assert not suite.findall("testcase/properties")
    properties = {entry.get("name"): entry.get("value") for entry in suite.findall("properties/property")}
    assert properties["as_of"] == "2026-03-01T12:00:00+00:00"
    assert properties["complete"] == "true"
