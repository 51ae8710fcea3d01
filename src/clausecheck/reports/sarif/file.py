"""The SARIF file around the results, and the limits that GitHub sets to it."""

import gzip
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from clausecheck.model import Run
from clausecheck.reports.documents import Entry, entry, neutral, stable_uuid, within_project, written
from clausecheck.reports.phrases import told
from clausecheck.reports.sarif.results import ROOT, Judgement, result
from clausecheck.reports.sarif.rules import rule, rules, taxonomies
from clausecheck.reports.words import number, plural

MOST_RESULTS = 25_000
MOST_RULES = 25_000
LARGEST = 10_000_000
"""Bytes after gzip, as uploads are packed; more is refused as a whole."""
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def rendered(run: Run, judged: Sequence[Judgement]) -> str:
    """The file with as many results as GitHub takes; what is left out is the least bad, and the file says so."""
    kept = list(judged[:MOST_RESULTS])
    text = _text(run, kept, len(judged))
    while kept and len(text) > LARGEST and len(gzip.compress(text.encode(), 6, mtime=0)) > LARGEST:
        kept = kept[: len(kept) * 3 // 4]
        text = _text(run, kept, len(judged))
    return text


def _text(run: Run, kept: Sequence[Judgement], of: int) -> str:
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(run, kept, of)]}
    return written(neutral(document), depth=5)


def _run(run: Run, kept: Sequence[Judgement], of: int) -> dict[str, object]:
    first = rules(kept)
    index = {id_: place for place, id_ in enumerate(first)}
    acceptances = {f"{one.file}:{one.line}": one for one in run.acceptances}
    named = taxonomies(run, first.values())
    return {
        "tool": {"driver": _driver(run, first, named)},
        "automationDetails": {"id": f"clausecheck/{run.target}/{run.id}", "guid": stable_uuid("run", run.id)},
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that holds policy/ and targets/."}}},
        "invocations": [_invocation(run, kept, of)],
        "columnKind": "unicodeCodePoints",
        "taxonomies": named,
        "properties": {
            "target": run.target,
            "environment": run.environment,
            "asOf": run.as_of.isoformat(),
            "policyVersion": run.policy_version.isoformat(),
            "selection": list(run.selection),
        },
        "results": _Kept(entry(neutral(result(one, index[one.rule], run, acceptances)), depth=1) for one in kept),
    }


class _Kept(list[Entry]):
    """Results that stay in the file although there are none: an upload without results closes every alert."""

    def __bool__(self) -> bool:
        return True


def _driver(run: Run, first: dict[str, Judgement], named: list[dict[str, object]]) -> dict[str, object]:
    return {
        "name": "clausecheck",
        "semanticVersion": run.tool_version,
        "version": run.tool_version,
        "supportedTaxonomies": [{"name": one["name"], "guid": one["guid"]} for one in named],
        "rules": [rule(id_, one) for id_, one in list(first.items())[:MOST_RULES]],
    }


def _invocation(run: Run, kept: Sequence[Judgement], of: int) -> dict[str, object]:
    return {
        "executionSuccessful": run.complete and not any(finding.our_fault for finding in run.findings),
        "startTimeUtc": _utc(run.started_at),
        "endTimeUtc": _utc(run.finished_at),
        "toolExecutionNotifications": [
            {"level": level, "message": {"text": text}, "descriptor": {"id": kind}}
            for kind, level, text in _notifications(run, len(kept), of)
        ],
    }


def _notifications(run: Run, kept: int, of: int) -> Iterator[tuple[str, str, str]]:
    """What went wrong with the audit itself: kind, level, sentence."""
    if not run.complete:
        yield "incomplete", "error", "This audit did not look at everything that it was meant to look at."
    if kept < of:
        yield "truncated", "warning", f"{plural(of - kept, 'result')} of {number(of)} are left out, the least bad ones."
    for finding in run.findings:
        if finding.our_fault:
            yield "fault", "error", f"{finding.clause} {finding.check}: {told(finding)}"
    for warning in run.warnings:
        yield "warning", "warning", warning
    for one in run.acceptances:
        if one.state == "void":
            yield "void", "warning", f"{one.kind} {within_project(one.file)}:{one.line} does not count: {one.why}."


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
