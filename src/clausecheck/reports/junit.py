"""junit.xml: one test case a finding, for CI tools; valid against the schema that Jenkins reads (junit-10.xsd).

The clause stands in `classname` and data about the run in the suite's properties: that schema has no properties
in a test case. Informative clauses are no test cases. XML allows no control characters, not even as references:
`visible` takes them out.
"""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from clausecheck.model import Finding, Outcome, Run
from clausecheck.reports.phrases import apart, examined, place, told
from clausecheck.reports.silent import findings_of
from clausecheck.reports.words import visible

_TAGS = {Outcome.VIOLATED: "failure", Outcome.UNVERIFIED: "error", Outcome.WAIVED: "skipped"}


def render(run: Run) -> bytes:
    """XML, UTF-8. Times are seconds; a single case has none, since its facts are read together with others'."""
    root = Element("testsuites", name="clausecheck")
    suite = SubElement(root, "testsuite", name=visible(f"clausecheck {run.target}"))
    _add_properties(suite, run)
    names: Counter[str] = Counter()
    for result in run.clauses:
        for finding in findings_of(result):
            _add_case(suite, finding, names)
    _add_totals(root, suite, run)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_properties(suite: Element, run: Run) -> None:
    properties = SubElement(suite, "properties")
    values = {
        "run": run.id,
        "target": run.target,
        "environment": run.environment,
        "organisation": run.organisation,
        "as_of": run.as_of.isoformat(),
        "complete": str(run.complete).lower(),
        "selection": " ".join(run.selection),
        "policy_version": run.policy_version.isoformat(),
        "tool_version": run.tool_version,
    }
    for name, value in values.items():
        SubElement(properties, "property", name=name, value=visible(value))


def _add_case(suite: Element, finding: Finding, names: Counter[str]) -> None:
    name = f"{finding.check or finding.obligation}[{'-'.join(filter(None, (finding.clause, place(finding))))}]"
    names[name] += 1
    if names[name] > 1:  # two test cases of one name are one to most readers
        name = f"{name} ({names[name]})"
    case = SubElement(suite, "testcase", classname=visible(f"clausecheck.{finding.clause}"), name=visible(name))
    if finding.outcome in _TAGS:
        kind = "fault" if finding.our_fault else finding.outcome.value
        result = SubElement(case, _TAGS[finding.outcome], type=kind, message=visible(told(finding)))
        result.text = visible("\n".join(_lines(finding)))
    else:
        SubElement(case, "system-out").text = visible("\n".join((finding.outcome.value, *_lines(finding))))


def _lines(finding: Finding) -> Iterator[str]:
    yield told(finding)
    yield "; ".join((examined(finding), *apart(finding)))
    yield from finding.reasons
    if finding.remedy:
        yield f"Remedy: {finding.remedy}"


def _add_totals(root: Element, suite: Element, run: Run) -> None:
    totals = {
        "tests": len(suite.findall("testcase")),
        "failures": len(suite.findall("testcase/failure")),
        "errors": len(suite.findall("testcase/error")),
    }
    seconds = f"{(run.finished_at - run.started_at).total_seconds():.3f}"
    for element in (root, suite):
        element.attrib.update({key: str(value) for key, value in totals.items()}, time=seconds)
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suite.set("timestamp", run.started_at.isoformat(timespec="seconds"))
