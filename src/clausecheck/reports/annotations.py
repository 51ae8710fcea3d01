"""What GitHub shows beside a workflow: commands on standard output, `::error file=…::…`.

GitHub shows ten errors, ten warnings and ten notices of a step, so the first of each sums up and the worst follow.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

from clausecheck.model import ClauseResult, Outcome, Run, Severity
from clausecheck.reports.documents import within_project
from clausecheck.reports.phrases import found, of_how_many, place, told, verdict
from clausecheck.reports.silent import findings_of
from clausecheck.reports.words import plural, visible

SHOWN = 10
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def announced(run: Run, environ: Mapping[str, str], stream: TextIO) -> None:
    """Write the commands, each on a line of its own, where a workflow of GitHub reads them; else nothing."""
    if environ.get("GITHUB_ACTIONS") == "true":
        encoding = stream.encoding or "utf-8"
        stream.writelines(f"{line.encode(encoding, 'replace').decode(encoding)}\n" for line in lines(run))


def lines(run: Run) -> Iterator[str]:
    """The commands, a line each: errors for what is violated, warnings for what is unverified, a notice for all."""
    yield _command("notice", verdict(run), title=f"clausecheck {run.target}")
    yield from _of(run, Outcome.VIOLATED, "error")
    yield from _of(run, Outcome.UNVERIFIED, "warning")


def _of(run: Run, outcome: Outcome, level: str) -> Iterator[str]:
    results = sorted((one for one in run.clauses if one.outcome is outcome), key=_severity)
    if results:
        numbers = ", ".join(result.clause.id for result in results)
        yield _command(level, f"{plural(len(results), 'clause')} {outcome.value}: {numbers}", title=outcome.value)
    for result in results[: SHOWN - 1]:
        clause = result.clause
        at = {"file": within_project(clause.file), "line": str(clause.line)} if clause.file else {}
        yield _command(level, " ".join(_sentences(result)), title=f"{clause.id} {clause.title}", **at)


def _severity(result: ClauseResult) -> int:
    return list(Severity).index(result.clause.severity)


def _sentences(result: ClauseResult) -> Iterator[str]:
    for finding in findings_of(result):
        if finding.outcome is result.outcome:
            said = f"{found(finding)}: {of_how_many(finding)}." if finding.violations else told(finding)
            yield f"{place(finding)}: {said}" if place(finding) else said


def _command(level: str, text: str, **properties: str) -> str:
    """A command on one line: what a system is called must not become another command."""
    told = ",".join(f"{name}={_flat([value]).translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{level} {told}::{_flat([text]).translate(_DATA)}"


def _flat(texts: Iterable[str]) -> str:
    return visible(" ".join(" ".join(texts).split()))
