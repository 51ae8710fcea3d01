import io
import re

from clausecheck.model import Outcome, Severity
from clausecheck.reports import annotations
from tests.reports.sample import HOSTILE, LATE, clause, finding, sample_run

COMMAND = re.compile(r"::(error|warning|notice) ([^\n:]*)::[^\n]+")


def test_aggregates_come_first_and_the_worst_follow() -> None:
    told = list(annotations.lines(sample_run()))
    assert told[0].startswith("::notice title=clausecheck staging::2 promises are broken")
    assert told[1] == "::error title=violated::2 clauses violated: 4.1.c, 6.c"
    assert [line.split("::")[1].split()[0] for line in told] == ["notice", *["error"] * 3, *["warning"] * 4]


def test_annotation_stands_at_the_line_of_the_policy() -> None:
    file = {"file": "/srv/policy/sections/06.yaml", "line": 30}
    told = list(annotations.lines(sample_run(clauses=(clause("6.c", "Kept, a: b", LATE, **file),))))
    assert told[-1].startswith("::error title=6.c Kept%2C a%3A b,file=policy/sections/06.yaml,line=30::")
    assert "crm.communications: kept too long: 1,234 of 84,120 communication records." in told[-1]


def test_no_more_than_ten_of_a_kind_are_written() -> None:
    many = [clause(f"6.{number}", "Kept", finding(f"6.{number}", Outcome.VIOLATED, "x"), severity=severity)
            for number, severity in enumerate([Severity.LOW] * 20 + [Severity.CRITICAL])]  # fmt: skip
    told = [line for line in annotations.lines(sample_run(clauses=tuple(many))) if line.startswith("::error")]
    assert len(told) == 10
    assert told[1].startswith("::error title=6.20 ")


def test_a_name_does_not_become_a_command() -> None:
    names = (*HOSTILE, "x\n::set-output name=a::b", "100%0A::error::b")
    named = [
        clause(f"6.{n}", name, finding(f"6.{n}", Outcome.VIOLATED, name, resource=name)) for n, name in enumerate(names)
    ]
    told = list(annotations.lines(sample_run(clauses=tuple(named), target="a,b::c\n")))
    assert all(COMMAND.fullmatch(line) for line in told)


def test_commands_are_for_workflows_of_github_alone() -> None:
    stream = io.StringIO()
    annotations.announced(sample_run(), {}, stream)
    assert stream.getvalue() == ""
    annotations.announced(sample_run(), {"GITHUB_ACTIONS": "true"}, stream)
    assert stream.getvalue().count("\n") == len(list(annotations.lines(sample_run())))
    poor = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    annotations.announced(sample_run(), {"GITHUB_ACTIONS": "true"}, poor)
    poor.flush()
